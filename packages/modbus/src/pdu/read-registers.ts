import { checkInteger, checkRange, requireQuantity, requireRange } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { putReadRequest, type ReadRequest, readRequestBytes } from './read-request.js';
import { putRegisters } from './registers.js';

/** Largest quantity of registers in one read request. */
export const MAX_READ_REGISTERS = 125;

export interface ReadRegistersResponse {
  /** Each 0..65535. */
  readonly registers: readonly number[];
}

/**
 * Functions 3 and 4, section 6.3 and 6.4 of the application protocol.
 *
 *     request   fc  start(2)  quantity(2)             quantity 1..125
 *     response  fc  byteCount  registers(byteCount)   byteCount = 2 · quantity
 */
function readRegisters(code: 3 | 4, name: string): PduCodec<ReadRequest, ReadRegistersResponse> {
  return {
    code,
    name,
    repeatable: true,
    requestLength: { fixed: 5 },
    responseLength: { fixed: 2, countAt: 1, countMin: 2, countMax: 250, countStep: 2 },
    encodeRequest({ startAddress, quantity }) {
      checkRange('registers', startAddress, quantity, MAX_READ_REGISTERS);
      return readRequestBytes(code, startAddress, quantity);
    },
    putRequest({ startAddress, quantity }, target, at) {
      checkRange('registers', startAddress, quantity, MAX_READ_REGISTERS);
      return putReadRequest(target, at, code, startAddress, quantity);
    },
    decodeRequest(pdu) {
      const reader = new PduReader(pdu);
      reader.expectLeft(4);
      const request = { startAddress: reader.u16('start address'), quantity: reader.u16('quantity') };
      requireQuantity(request.quantity, MAX_READ_REGISTERS);
      requireRange(request.startAddress, request.quantity);
      return request;
    },
    encodeResponse({ registers }) {
      checkInteger('number of registers', registers.length, 1, MAX_READ_REGISTERS);
      const pdu = new Uint8Array(2 + 2 * registers.length);
      pdu[0] = code;
      pdu[1] = 2 * registers.length;
      putRegisters(pdu, 2, registers);
      return pdu;
    },
    decodeResponse(pdu) {
      const reader = new PduReader(pdu);
      const byteCount = reader.u8('byte count');
      reader.expectCounted(byteCount);
      if (byteCount < 2 || byteCount > 250 || byteCount % 2 !== 0) {
        throw new PduError('byte-count', `byte count ${byteCount} is not an even number from 2 to 250`);
      }
      return { registers: reader.registers(byteCount / 2) };
    },
    replyForm({ quantity }) {
      return { head: Uint8Array.of(code, 2 * quantity), length: 2 + 2 * quantity };
    },
    mismatch({ quantity }, { registers }) {
      if (registers.length === quantity) return undefined;
      return { code: 'wrong-count', message: `${registers.length} registers came, not ${quantity}` };
    },
    describeRequest: ({ startAddress, quantity }) => `${name} ${startAddress}, ${quantity}`,
    describeResponse: ({ registers }) =>
      `${registers.length} ${registers.length === 1 ? 'register' : 'registers'}: ${registers.join(' ')}`,
  };
}

/** Function 3. */
export const readHoldingRegisters = readRegisters(3, 'read holding registers');
/** Function 4. */
export const readInputRegisters = readRegisters(4, 'read input registers');
