import { all, mask, othersThanDigits, valuesOf } from "./digits";

/**
 * Turns `count` digits of either case, an even number, into bytes. `to` may be `from`: what is written never overtakes
 * what is read. Up to 31 bytes behind the digits are read, and 15 behind the bytes are written.
 *
 * @returns whether all of them are digits.
 */
export function decodeHex(from: usize, count: i32, to: usize): bool {
  let largest = i64x2(0, 0);
  for (; count > 0; count -= 32) {
    const a = v128.and(values(v128.load(from)), mask(min(count, 64), 0));
    const b = v128.and(values(v128.load(from, 16)), mask(min(count, 64), 1));
    largest = i8x16.max_u(largest, i8x16.max_u(a, b));
    v128.store(to, i8x16.narrow_i16x8_u(paired(a), paired(b)));
    from += 32;
    to += 16;
  }
  return !othersThanDigits(largest, all(0x70));
}

// @ts-ignore: decorator
@inline
function values(v: v128): v128 {
  // Where the bit of 0x40 is set, that of 0x20 goes: small letters become large ones, and nothing else becomes a digit.
  const folded = v128.andnot(v, v128.and(i64x2.shr_u(v, 1), all(0x20)));
  return valuesOf(folded, all(0xc6), all(0x06), all(0x10), all(0x41), all(0x0a));
}

/** Bytes 0..255 in 16-bit lanes, of pairs of digits: the first digit of a pair, in the lower half, counts 16. */
// @ts-ignore: decorator
@inline
function paired(values: v128): v128 {
  const both = v128.or(i16x8.shl(values, 4), i16x8.shr_u(values, 8));
  return v128.and(both, i16x8.splat(255));
}

/** Turns `count` bytes into digits in upper case; up to 31 bytes behind them are written as well. */
export function encodeHex(from: usize, count: i32, to: usize): void {
  const digits = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 65, 66, 67, 68, 69, 70);
  for (; count > 0; count -= 16) {
    const v = v128.load(from);
    const high = i8x16.shr_u(v, 4);
    const low = v128.and(v, i8x16.splat(15));
    const first = i8x16.shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const second = i8x16.shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(to, i8x16.swizzle(digits, first));
    v128.store(to, i8x16.swizzle(digits, second), 16);
    from += 16;
    to += 32;
  }
}
