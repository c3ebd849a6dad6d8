import { hexValues } from '../hex.js';
import { checkRange } from '../range.js';

/**
 * The bytes that pairs of hexadecimal digits of either case stand for, in plain JavaScript.
 *
 * @returns `undefined` when a character is no digit, or their number is odd.
 * @throws {RangeError} when the stretch is not inside `digits`.
 * @example
 * import { decodeHex } from '@bus/codec/js';
 *
 * decodeHex(new TextEncoder().encode('01aF')); // Uint8Array [0x01, 0xAF]
 */
export function decodeHex(digits: Uint8Array, start = 0, end = digits.length): Uint8Array | undefined {
  checkRange(digits, start, end);
  return (end - start) % 2 === 0 ? decodeHexUnchecked(digits, start, end) : undefined;
}

/** {@link decodeHex} for callers that know that the stretch is inside `digits` and has pairs. */
export function decodeHexUnchecked(digits: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const table = hexValues();
  const bytes = new Uint8Array((end - start) >> 1);
  let all = 0;
  for (let i = 0, at = start; at < end; i++, at += 2) {
    const high = table[digits[at]!]!;
    const low = table[digits[at + 1]!]!;
    all |= high | low;
    bytes[i] = (high << 4) | low;
  }
  return all < 16 ? bytes : undefined;
}

/** The upper-case digit of each value. */
const DIGITS = new TextEncoder().encode('0123456789ABCDEF');

/**
 * The hexadecimal digits of bytes in upper case, two characters each, in plain JavaScript.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { encodeHex } from '@bus/codec/js';
 *
 * new TextDecoder().decode(encodeHex(Uint8Array.of(0x01, 0xaf))); // '01AF'
 */
export function encodeHex(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  checkRange(bytes, start, end);
  const digits = new Uint8Array(2 * (end - start));
  writeHexUnchecked(digits, 0, bytes, start, end);
  return digits;
}

/** Writes the digits of `bytes[start..end)` into `target` from `at` on, for callers that know that all of it fits. */
export function writeHexUnchecked(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  for (let i = start, to = at; i < end; i++, to += 2) {
    const byte = bytes[i]!;
    target[to] = DIGITS[byte >> 4]!;
    target[to + 1] = DIGITS[byte & 15]!;
  }
}
