import { bitsText, packBits, unpackBits } from './bits.js';
import { checkInteger, checkRange, requireQuantity, requireRange } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { putReadRequest, type ReadRequest, readRequestBytes } from './read-request.js';

/** Largest quantity of coils or discrete inputs in one request. */
export const MAX_READ_BITS = 2000;

/** The bits of an answer: all of its bytes, so up to seven more than were asked for. */
export interface ReadBitsResponse {
  readonly bits: readonly boolean[];
}

/**
 * Functions 1 and 2, section 6.1 and 6.2 of the application protocol.
 *
 *     request   fc  start(2)  quantity(2)            quantity 1..2000
 *     response  fc  byteCount  data(byteCount)       byteCount = ⌈quantity / 8⌉, first bit lowest
 */
function readBits(code: 1 | 2, name: string, items: string): PduCodec<ReadRequest, ReadBitsResponse> {
  return {
    code,
    name,
    repeatable: true,
    requestLength: { fixed: 5 },
    responseLength: { fixed: 2, countAt: 1, countMin: 1, countMax: 250 },
    encodeRequest({ startAddress, quantity }) {
      checkRange(items, startAddress, quantity, MAX_READ_BITS);
      return readRequestBytes(code, startAddress, quantity);
    },
    putRequest({ startAddress, quantity }, target, at) {
      checkRange(items, startAddress, quantity, MAX_READ_BITS);
      return putReadRequest(target, at, code, startAddress, quantity);
    },
    decodeRequest(pdu) {
      const reader = new PduReader(pdu);
      reader.expectLeft(4);
      const request = { startAddress: reader.u16('start address'), quantity: reader.u16('quantity') };
      requireQuantity(request.quantity, MAX_READ_BITS);
      requireRange(request.startAddress, request.quantity);
      return request;
    },
    encodeResponse({ bits }) {
      checkInteger(`number of ${items}`, bits.length, 1, MAX_READ_BITS);
      const data = packBits(bits);
      return Uint8Array.of(code, data.length, ...data);
    },
    decodeResponse(pdu) {
      const reader = new PduReader(pdu);
      const byteCount = reader.u8('byte count');
      reader.expectCounted(byteCount);
      if (byteCount < 1 || byteCount > 250)
        throw new PduError('byte-count', `byte count ${byteCount} is not 1 to 250`);
      return { bits: unpackBits(reader.bytes(byteCount, 'bits', bitsText), 8 * byteCount) };
    },
    replyForm({ quantity }) {
      const byteCount = Math.ceil(quantity / 8);
      return { head: Uint8Array.of(code, byteCount), length: 2 + byteCount };
    },
    mismatch({ quantity }, { bits }) {
      const expected = Math.ceil(quantity / 8);
      if (bits.length === 8 * expected) return undefined;
      return {
        code: 'wrong-count',
        message: `${bits.length / 8} data bytes came for ${quantity} ${items}, not ${expected}`,
      };
    },
    describeRequest: ({ startAddress, quantity }) => `${name} ${startAddress}, ${quantity}`,
    describeResponse: ({ bits }) => `bits ${bits.map(Number).join('')}`,
  };
}

/** Function 1. */
export const readCoils = readBits(1, 'read coils', 'coils');
/** Function 2. */
export const readDiscreteInputs = readBits(2, 'read discrete inputs', 'discrete inputs');
