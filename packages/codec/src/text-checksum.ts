import { hexValue, hexValues } from './hex.js';
import { sum8Unchecked } from './js/sums.js';

/** Fewest bytes of a frame with an LRC: unit, function code, LRC. */
const FEWEST_BYTES = 3;

/** Whether `bytes[start..end)` are pairs of digits, anything else aside, whose sum is 0 modulo 256, and enough of them. */
export function hasGoodLrc(bytes: Uint8Array, start: number, end: number): boolean {
  const values = hexValues();
  let sum = 0;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const value = values[bytes[i]!]!;
    if (value > 15) continue;
    sum += value << (digits++ & 1 ? 0 : 4);
  }
  return (digits & 1) === 0 && digits >= 2 * FEWEST_BYTES && (sum & 0xff) === 0;
}

/** Whether the last two characters of `bytes[start..end)` are the sum of those before them, in upper case unless `lower`. */
export function hasGoodSum(bytes: Uint8Array, start: number, end: number, lower: boolean): boolean {
  const at = end - 2;
  if (at <= start) return false;
  const [high, low] = [bytes[at]!, bytes[at + 1]!];
  if (!lower && Math.max(high, low) >= 0x61) return false;
  if (hexValue(high) < 0 || hexValue(low) < 0) return false;
  return sum8Unchecked(bytes, start, at) === 16 * hexValue(high) + hexValue(low);
}
