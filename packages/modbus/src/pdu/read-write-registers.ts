import { checkRange, requireQuantity, requireRange } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { MAX_READ_REGISTERS, type ReadRegistersResponse, readHoldingRegisters } from './read-registers.js';
import { readRequestBytes } from './read-request.js';
import { registerBytes } from './registers.js';

/** Largest quantity of registers that function 23 writes. */
export const MAX_READ_WRITE_REGISTERS = 121;

/** Writes, then reads, in one request. */
export interface ReadWriteRegisters {
  /** 0..65535. */
  readonly readStartAddress: number;
  /** 1..125. */
  readonly readQuantity: number;
  /** 0..65535. */
  readonly writeStartAddress: number;
  /** 1..121 of them, each 0..65535. */
  readonly registers: readonly number[];
}

/**
 * Function 23, section 6.17 of the application protocol. The write happens before the read.
 *
 *     request   17  readStart(2)  readQuantity(2)  writeStart(2)  writeQuantity(2)  byteCount  registers(byteCount)
 *     response  17  byteCount  registers(byteCount)
 */
export const readWriteRegisters: PduCodec<ReadWriteRegisters, ReadRegistersResponse> = {
  code: 23,
  name: 'read/write multiple registers',
  repeatable: false,
  requestLength: { fixed: 10, countAt: 9, countMin: 2, countMax: 2 * MAX_READ_WRITE_REGISTERS, countStep: 2 },
  responseLength: readHoldingRegisters.responseLength,
  encodeRequest({ readStartAddress, readQuantity, writeStartAddress, registers }) {
    checkRange('registers', readStartAddress, readQuantity, MAX_READ_REGISTERS);
    checkRange('registers', writeStartAddress, registers.length, MAX_READ_WRITE_REGISTERS);
    const data = registerBytes(registers);
    return Uint8Array.of(
      ...readRequestBytes(23, readStartAddress, readQuantity),
      ...readRequestBytes(23, writeStartAddress, registers.length).subarray(1),
      data.length,
      ...data,
    );
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    const readStartAddress = reader.u16('read start address');
    const readQuantity = reader.u16('quantity to read');
    const writeStartAddress = reader.u16('write start address');
    const writeQuantity = reader.u16('quantity to write');
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    requireQuantity(readQuantity, MAX_READ_REGISTERS);
    requireQuantity(writeQuantity, MAX_READ_WRITE_REGISTERS);
    if (byteCount !== 2 * writeQuantity) {
      throw new PduError('byte-count', `byte count ${byteCount} for ${writeQuantity} registers`);
    }
    requireRange(readStartAddress, readQuantity);
    requireRange(writeStartAddress, writeQuantity);
    return { readStartAddress, readQuantity, writeStartAddress, registers: reader.registers(writeQuantity) };
  },
  encodeResponse(response) {
    const pdu = readHoldingRegisters.encodeResponse(response);
    pdu[0] = 23;
    return pdu;
  },
  decodeResponse: pdu => readHoldingRegisters.decodeResponse(pdu),
  replyForm: ({ readQuantity }) => ({
    head: Uint8Array.of(23, 2 * readQuantity),
    length: 2 + 2 * readQuantity,
  }),
  mismatch: ({ readStartAddress, readQuantity }, response) =>
    readHoldingRegisters.mismatch({ startAddress: readStartAddress, quantity: readQuantity }, response),
  describeRequest: ({ readStartAddress, readQuantity, writeStartAddress, registers }) =>
    `write registers ${writeStartAddress}, ${registers.length}: ${registers.join(' ')}, then read ${readStartAddress}, ${readQuantity}`,
  describeResponse: response => readHoldingRegisters.describeResponse(response),
};
