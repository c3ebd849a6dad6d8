// Whether a whole frame passes its test; src/text-checksum.ts is the same.

import { CHECKSUM_LRC, CHECKSUM_SUM, PAIRS_AT, TEXT_CHECKSUM, TEXT_HAS_STARTS } from "../../src/text-layout";
import { mask } from "./digits";
import { byteAt, rule, window } from "./state";
import { sumOfBytes } from "./sums";

/** Fewest digits of a frame with an LRC: those of unit, function code and LRC. */
const FEWEST_DIGITS = 6;

/** Whether the frame that starts at `start`, with its delimiter at `end`, passes its test. */
export function isSound(start: i32, end: i32): bool {
  const content = start + rule(TEXT_HAS_STARTS);
  const checksum = rule(TEXT_CHECKSUM);
  if (checksum == CHECKSUM_LRC) return hasGoodLrc(content, end);
  return checksum == CHECKSUM_SUM ? hasGoodSum(start, end) : end > content;
}

/** Whether so many digits are pairs, and enough of them, whose sum is 0. */
// @ts-ignore: decorator
@inline
export function isGoodLrc(sum: u32, digits: i32): bool {
  return !((digits & 1) | sum) && digits >= FEWEST_DIGITS;
}

function hasGoodLrc(start: i32, end: i32): bool {
  let sum = 0;
  for (let at = start; at < end; at++) {
    const digit = byteAt(at);
    const value = (digit & 15) + (digit > 0x40 ? 9 : 0);
    sum += (at - start) & 1 ? value : value << 4;
  }
  return isGoodLrc(sum & 255, end - start);
}

export function hasGoodSum(start: i32, end: i32): bool {
  let sums = i64x2(0, 0);
  for (let at = start; at < end; at += 16) {
    sums = i8x16.add(sums, v128.and(v128.load(window + at), mask(min(end - at, 64), 0)));
  }
  return isGoodSum(sumOfBytes(sums), start, end);
}

/**
 * Whether the last two characters of `start..end` are the digits of the sum of those before them, when `sum` is that of
 * all. What the digits are is never asked: that would be a guess each time.
 */
// @ts-ignore: decorator
@inline
export function isGoodSum(sum: u32, start: i32, end: i32): bool {
  const digits: u32 = load<u16>(window + end - 2);
  const before = sum - digits - (digits >> 8);
  return end - start > 2 && digits == load<u16>(PAIRS_AT + ((before & 255) << 1));
}
