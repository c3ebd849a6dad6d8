import { checkRange } from '../range.js';
import { canFold, createFold, FOLD_MOST } from './crc16-fold.js';
import { crc16Sliced } from './crc16-sliced.js';

/** From this length on the fold is faster than slicing-by-8, by measurement. */
const FOLD = canFold ? 120 : Number.POSITIVE_INFINITY;

let fold: ReturnType<typeof createFold> | undefined;

/**
 * CRC-16/MODBUS of `bytes[start..end)` in plain JavaScript. A frame that includes its own CRC, low byte first, gives 0.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { crc16 } from '@bus/codec/js';
 *
 * crc16(Uint8Array.of(0x02, 0x07)); // 0x1241
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  checkRange(bytes, start, end);
  return crc16Unchecked(bytes, start, end);
}

/** {@link crc16} for callers that know that the stretch is inside `bytes`. */
export function crc16Unchecked(bytes: Uint8Array, start: number, end: number): number {
  return end - start < FOLD ? crc16Sliced(bytes, start, end, 0xffff) : crc16Folded(bytes, start, end);
}

/** The same for at least FOLD bytes, as many at a time as can be folded; tables do what is left. */
function crc16Folded(bytes: Uint8Array, start: number, end: number): number {
  fold ??= createFold();
  if (end - start === bytes.length && end <= FOLD_MOST) return fold(bytes, 0xffff);
  let crc = 0xffff;
  let at = start;
  for (; end - at >= FOLD; at += FOLD_MOST) {
    const length = Math.min(end - at, FOLD_MOST);
    crc = fold(bytes.subarray(at, at + length), crc);
  }
  return crc16Sliced(bytes, at, end, crc);
}
