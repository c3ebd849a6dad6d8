import { checkRange, requireQuantity, requireRange } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { readRequestBytes } from './read-request.js';
import { registerBytes } from './registers.js';
import {
  confirmationMismatch,
  decodeConfirmation,
  describeConfirmation,
  encodeConfirmation,
  type WriteConfirmation,
} from './write-confirmation.js';

/** Largest quantity of registers in one write request. */
export const MAX_WRITE_REGISTERS = 123;

export interface WriteMultipleRegisters {
  /** 0..65535. */
  readonly startAddress: number;
  /** 1..123 of them, each 0..65535. */
  readonly registers: readonly number[];
}

/**
 * Function 16, section 6.12 of the application protocol.
 *
 *     request   10  start(2)  quantity(2)  byteCount  registers(byteCount)   byteCount = 2 · quantity
 *     response  10  start(2)  quantity(2)
 */
export const writeMultipleRegisters: PduCodec<WriteMultipleRegisters, WriteConfirmation> = {
  code: 16,
  name: 'write multiple registers',
  repeatable: false,
  requestLength: { fixed: 6, countAt: 5, countMin: 2, countMax: 246, countStep: 2 },
  responseLength: { fixed: 5 },
  encodeRequest({ startAddress, registers }) {
    checkRange('registers', startAddress, registers.length, MAX_WRITE_REGISTERS);
    const data = registerBytes(registers);
    return Uint8Array.of(...readRequestBytes(16, startAddress, registers.length), data.length, ...data);
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    const startAddress = reader.u16('start address');
    const quantity = reader.u16('quantity');
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    requireQuantity(quantity, MAX_WRITE_REGISTERS);
    if (byteCount !== 2 * quantity) {
      throw new PduError('byte-count', `byte count ${byteCount} for ${quantity} registers`);
    }
    requireRange(startAddress, quantity);
    return { startAddress, registers: reader.registers(quantity) };
  },
  encodeResponse: confirmation => encodeConfirmation(16, 'registers', MAX_WRITE_REGISTERS, confirmation),
  decodeResponse: pdu => decodeConfirmation(pdu, MAX_WRITE_REGISTERS),
  replyForm: ({ startAddress, registers }) => ({
    head: readRequestBytes(16, startAddress, registers.length),
    length: 5,
  }),
  mismatch: ({ startAddress, registers }, told) =>
    confirmationMismatch({ startAddress, quantity: registers.length }, told),
  describeRequest: ({ startAddress, registers }) =>
    `write multiple registers ${startAddress}, ${registers.length}: ${registers.join(' ')}`,
  describeResponse: describeConfirmation,
};
