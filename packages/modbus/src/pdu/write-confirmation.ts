import { checkRange, requireQuantity, requireRange } from './checks.js';
import type { Mismatch } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';
import { readRequestBytes } from './read-request.js';

/** What functions 15 and 16 answer: what was written, without the values. */
export interface WriteConfirmation {
  /** 0..65535. */
  readonly startAddress: number;
  readonly quantity: number;
}

export function encodeConfirmation(
  code: number,
  items: string,
  limit: number,
  confirmation: WriteConfirmation,
): Uint8Array {
  checkRange(items, confirmation.startAddress, confirmation.quantity, limit);
  return readRequestBytes(code, confirmation.startAddress, confirmation.quantity);
}

export function decodeConfirmation(pdu: Uint8Array, limit: number): WriteConfirmation {
  const reader = new PduReader(pdu);
  reader.expectLeft(4);
  const confirmation = { startAddress: reader.u16('start address'), quantity: reader.u16('quantity') };
  requireQuantity(confirmation.quantity, limit);
  requireRange(confirmation.startAddress, confirmation.quantity);
  return confirmation;
}

export function confirmationMismatch(
  asked: WriteConfirmation,
  told: WriteConfirmation,
): Mismatch | undefined {
  if (asked.startAddress === told.startAddress && asked.quantity === told.quantity) return undefined;
  return {
    code: 'wrong-echo',
    message: `the device confirmed ${told.quantity} from ${told.startAddress}, not ${asked.quantity} from ${asked.startAddress}`,
  };
}

export function describeConfirmation({ startAddress, quantity }: WriteConfirmation): string {
  return `${quantity} written from ${startAddress}`;
}
