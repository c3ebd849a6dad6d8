// Where the next character stands that decides something. Loads run over `stop` by up to 15 bytes.

import { TEXT_ANY, TEXT_END, TEXT_HAS_STARTS, TEXT_LAST_END, TEXT_OTHER_START, TEXT_START } from "../../src/text-layout";
import { all, othersThanDigits, valuesOf } from "./digits";
import { rule, rules, window } from "./state";

/** A vector with the character at a place of the rules in every lane. */
// @ts-ignore: decorator
@inline
export function every(place: i32): v128 {
  return v128.load_splat<u8>(rules + (place << 2));
}

/** One bit for each lane with a start character. */
// @ts-ignore: decorator
@inline
export function startsIn(v: v128): i32 {
  return areEither(v, TEXT_START, TEXT_OTHER_START);
}

// @ts-ignore: decorator
@inline
function areEither(v: v128, one: i32, other: i32): i32 {
  return i8x16.bitmask(v128.or(i8x16.eq(v, every(one)), i8x16.eq(v, every(other))));
}

/** Offset of the next start character, `stop` when there is none before it. */
export function findStart(from: i32, stop: i32): i32 {
  for (let at = from; at < stop; at += 16) {
    const found = startsIn(v128.load(window + at));
    if (found) return min(at + <i32>ctz(found), stop);
  }
  return stop;
}

/** Offset of the next start character or part of a delimiter, or of what is no digit; `stop` when there is none before it. */
export function findEvent(from: i32, stop: i32): i32 {
  for (let at = from; at < stop; at += 16) {
    const v = v128.load(window + at);
    let found: i32;
    if (rule(TEXT_ANY)) {
      found = areEither(v, TEXT_END, TEXT_LAST_END);
      if (rule(TEXT_HAS_STARTS)) found |= startsIn(v);
    } else {
      found = othersThanDigits(valuesOf(v, all(0xc6), all(0x06), all(0x10), all(0x41), all(0x0a)), all(0x70));
    }
    if (found) return min(at + <i32>ctz(found), stop);
  }
  return stop;
}
