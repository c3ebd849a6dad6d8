import { halfToNumber, numberToHalf } from './half.js';

/**
 * The number with the fewest decimal digits, 9 at most, that float32 cannot tell from `value`: what a person would have
 * written. For display; the value itself is what the device sent.
 *
 * @example shortestFloat32(18.600000381469727) // 18.6
 */
export function shortestFloat32(value: number): number {
  return shortest(value, Math.fround, 9);
}

/**
 * The same for float16, with 5 digits at most.
 *
 * @example shortestFloat16(18.59375) // 18.6
 */
export function shortestFloat16(value: number): number {
  return shortest(value, number => halfToNumber(numberToHalf(number)), 5);
}

function shortest(value: number, round: (number: number) => number, enough: number): number {
  const stored = round(value);
  if (!Number.isFinite(stored) || stored === 0) return stored;
  for (let digits = 1; digits < enough; digits += 1) {
    const shorter = Number(stored.toPrecision(digits));
    if (round(shorter) === stored) return shorter;
  }
  return Number(stored.toPrecision(enough));
}
