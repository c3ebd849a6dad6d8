// Hexadecimal digits, sixteen at a time. Everything here is inlined: vectors never cross a call.

import { MASKS_AT, NUMBERS_AT, TEXT_STEP } from "../../src/text-layout";

/** A vector with `value` in every lane. */
// @ts-ignore: decorator
@inline
export function all(value: i32): v128 {
  return v128.load_splat<u8>(NUMBERS_AT + value);
}

/** Of four vectors, the first `count` lanes of which count, 0..64: all ones in the lanes of the `quarter`-th that do. */
// @ts-ignore: decorator
@inline
export function mask(count: i32, quarter: i32): v128 {
  return v128.load(MASKS_AT + TEXT_STEP + 16 * quarter - count);
}

/**
 * What the digits stand for, 0..15; 16 or more in the lane of any other character.
 *
 * `0`..`9` are moved to the top, where what was above them has wrapped to the bottom; taking 6 away without wrapping
 * and moving back leaves 0..9, and 16 or more for all others. `A`..`F` become 10..15, where adding stops at 255 what is
 * below `A`. The smaller of the two is the value.
 *
 * The vectors are given because a loop loads them once; they are named by what is in their lanes.
 */
// @ts-ignore: decorator
@inline
export function valuesOf(v: v128, xC6: v128, x06: v128, x10: v128, x41: v128, x0A: v128): v128 {
  const decimal = i8x16.add(i8x16.sub_sat_u(i8x16.add(v, xC6), x06), x10);
  const letter = i8x16.add_sat_u(i8x16.sub(v, x41), x0A);
  return i8x16.min_u(decimal, letter);
}

/** One bit for each lane that holds no digit, of what `valuesOf` returned. `x70` is 112 in every lane. */
// @ts-ignore: decorator
@inline
export function othersThanDigits(values: v128, x70: v128): i32 {
  return i8x16.bitmask(i8x16.add_sat_u(values, x70));
}
