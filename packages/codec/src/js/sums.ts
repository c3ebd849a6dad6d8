import { checkRange } from '../range.js';

/**
 * Sum of `bytes[start..end)` modulo 256, the checksum of DCON, in plain JavaScript.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { sum8 } from '@bus/codec/js';
 *
 * sum8(new TextEncoder().encode('$012')); // 0xB7
 */
export function sum8(bytes: Uint8Array, start = 0, end = bytes.length): number {
  checkRange(bytes, start, end);
  return sum8Unchecked(bytes, start, end);
}

/** {@link sum8} for callers that know that the stretch is inside `bytes`. */
export function sum8Unchecked(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  // Masked at every step: the sum of a very long buffer would leave the range of exact integers.
  for (let i = start; i < end; i++) sum = (sum + bytes[i]!) & 0xff;
  return sum;
}

/**
 * LRC of `bytes[start..end)` in plain JavaScript: the two's complement of their sum, the checksum of Modbus ASCII.
 * The sum of a frame's bytes and its LRC is 0 modulo 256.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { lrc8 } from '@bus/codec/js';
 *
 * lrc8(new TextEncoder().encode('ABCDE')); // 0xB1
 */
export function lrc8(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return -sum8(bytes, start, end) & 0xff;
}
