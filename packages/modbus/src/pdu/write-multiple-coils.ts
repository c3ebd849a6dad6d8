import { bitsText, packBits, unpackBits } from './bits.js';
import { checkRange, checkState, requireQuantity, requireRange } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { readRequestBytes } from './read-request.js';
import {
  confirmationMismatch,
  decodeConfirmation,
  describeConfirmation,
  encodeConfirmation,
  type WriteConfirmation,
} from './write-confirmation.js';

/** Largest quantity of coils in one write request. */
export const MAX_WRITE_COILS = 1968;

export interface WriteMultipleCoils {
  /** 0..65535. */
  readonly startAddress: number;
  /** 1..1968 of them. */
  readonly bits: readonly boolean[];
}

/**
 * Function 15, section 6.11 of the application protocol.
 *
 *     request   0F  start(2)  quantity(2)  byteCount  data(byteCount)   byteCount = ⌈quantity / 8⌉, first bit lowest
 *     response  0F  start(2)  quantity(2)
 */
export const writeMultipleCoils: PduCodec<WriteMultipleCoils, WriteConfirmation> = {
  code: 15,
  name: 'write multiple coils',
  repeatable: false,
  requestLength: { fixed: 6, countAt: 5, countMin: 1, countMax: 246 },
  responseLength: { fixed: 5 },
  encodeRequest({ startAddress, bits }) {
    checkRange('coils', startAddress, bits.length, MAX_WRITE_COILS);
    for (const bit of bits) checkState('a coil', bit);
    const data = packBits(bits);
    return Uint8Array.of(...readRequestBytes(15, startAddress, bits.length), data.length, ...data);
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    const startAddress = reader.u16('start address');
    const quantity = reader.u16('quantity');
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    requireQuantity(quantity, MAX_WRITE_COILS);
    if (byteCount !== Math.ceil(quantity / 8)) {
      throw new PduError('byte-count', `byte count ${byteCount} for ${quantity} coils`);
    }
    requireRange(startAddress, quantity);
    return { startAddress, bits: unpackBits(reader.bytes(byteCount, 'bits', bitsText), quantity) };
  },
  encodeResponse: confirmation => encodeConfirmation(15, 'coils', MAX_WRITE_COILS, confirmation),
  decodeResponse: pdu => decodeConfirmation(pdu, MAX_WRITE_COILS),
  replyForm: ({ startAddress, bits }) => ({
    head: readRequestBytes(15, startAddress, bits.length),
    length: 5,
  }),
  mismatch: ({ startAddress, bits }, told) =>
    confirmationMismatch({ startAddress, quantity: bits.length }, told),
  describeRequest: ({ startAddress, bits }) =>
    `write multiple coils ${startAddress}, ${bits.length}: ${bits.map(Number).join('')}`,
  describeResponse: describeConfirmation,
};
