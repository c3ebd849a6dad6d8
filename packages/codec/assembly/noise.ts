import { RULES_ADDRESS_MAX, RULES_KEYS } from "../src/layout";
import { mayBegin } from "./expectations";
import { end, rule, rules, window } from "./scanner-state";

/** Offset of the first byte from `at` on that may begin a frame; or of the last one, of which nothing can be known yet. */
export function candidateFrom(at: i32): i32 {
  const addressMax = i8x16.splat(<i8>rule(RULES_ADDRESS_MAX));
  const lowKeys = v128.load(rules, RULES_KEYS << 1);
  const highKeys = v128.load(rules, (RULES_KEYS << 1) + 16);
  const last = max(at, end - 1);
  for (; at < last; at += 16) {
    const address = v128.load(window + at);
    const key = v128.load(window + at, 1);
    // The lower digit selects the row of the set, the upper one the bit in it.
    const digit = v128.and(key, i8x16.splat(15));
    const row = v128.bitselect(i8x16.swizzle(highKeys, digit), i8x16.swizzle(lowKeys, digit), i8x16.shr_s(key, 7));
    const bit = i8x16.swizzle(i64x2.splat(0x8040201008040201), i8x16.shr_u(key, 4));
    // In the set means: ANDed with the bit, the row gives the bit.
    let lanes = v128.and(i8x16.eq(v128.and(row, bit), bit), i8x16.le_u(address, addressMax));
    lanes = v128.or(lanes, mayBegin(window + at));
    const candidates = i8x16.bitmask(lanes);
    if (candidates) return min(at + <i32>ctz(candidates), last);
  }
  return last;
}
