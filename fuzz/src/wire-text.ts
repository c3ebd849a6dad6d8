import type { ModbusFraming } from '@bus/modbus';
import { Cursor } from './cursor.js';

/** A stretch of a stream, and what is done behind it. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** How it is cut, see `pieces`. */
  readonly cut: number;
  readonly silent: boolean;
}

/**
 * Makes a stream of an input: literal bytes, and frames whose checksums the input need not get right. Without those, a
 * fuzzer would seldom get past a CRC.
 *
 *     kind count bytes…     kind: bits 0–1 what it is, 2–3 the unit, 4–5 how it is cut, 6 silence behind it
 */
export function* stretches(input: Uint8Array, framing: ModbusFraming): Generator<Stretch> {
  const cursor = new Cursor(input);
  while (!cursor.done) {
    const kind = cursor.byte();
    const bytes = cursor.take(cursor.byte());
    const unit = [1, 0, 2, 99][(kind >> 2) & 3]!;
    const cut = [0, 1, 77, 200][(kind >> 4) & 3]!;
    yield { bytes: content(kind & 3, bytes, unit, framing), cut, silent: (kind & 0x40) !== 0 };
  }
}

function content(kind: number, bytes: Uint8Array, unit: number, framing: ModbusFraming): Uint8Array {
  if (kind === 0 || bytes.length === 0) return bytes;
  const frame = framing.wrap(unit, bytes.subarray(0, 253));
  if (kind === 3) frame[frame.length >> 1]! ^= 1 << (bytes[0]! & 7);
  return frame;
}

/** An input for `stretches`: one sound frame of unit 1 around each PDU, with silence behind it. */
export const framed = (...pdus: readonly (readonly number[])[]): number[] =>
  pdus.flatMap(pdu => [0x42, pdu.length, ...pdu]);
