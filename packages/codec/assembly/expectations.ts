import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  CLAIM_RESERVED,
  EXPECTATION_HEAD,
  EXPECTATION_HEAD_LENGTH,
  EXPECTATION_LENGTH,
  EXPECTATION_MASK,
  EXPECTATION_SIZE,
  OPEN_LENGTH,
  SHORTEST_FRAME,
  SLOT_EXPECTATIONS,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_EXPECTED,
  STATE_LOOKED,
  STATE_NEED,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { end, get, lengthMax, set, slot, window } from "./scanner-state";
import { isSound } from "./soundness";

/** Address of the first expectation; and behind the last one. */
// @ts-ignore: decorator
@inline
function firstExpectation(): usize {
  return slot + SLOT_EXPECTATIONS;
}

// @ts-ignore: decorator
@inline
function lastExpectation(): usize {
  return firstExpectation() + get(STATE_EXPECTED) * EXPECTATION_SIZE;
}

/** Lanes at which the first two bytes of the head stand, the bytes from `at` on being in the lanes. */
// @ts-ignore: decorator
@inline
function headStarts(entry: usize, at: usize): v128 {
  const first = i8x16.eq(v128.load(at), v128.load_splat<u8>(entry, EXPECTATION_HEAD));
  return v128.and(first, i8x16.eq(v128.load(at, 1), v128.load_splat<u8>(entry, EXPECTATION_HEAD + 1)));
}

/** Of sixteen bytes from `at` on, those at which an awaited answer may begin. */
// @ts-ignore: decorator
@inline
export function mayBegin(at: usize): v128 {
  let lanes = i64x2(0, 0);
  const last = lastExpectation();
  for (let entry = firstExpectation(); entry < last; entry += EXPECTATION_SIZE) {
    lanes = v128.or(lanes, headStarts(entry, at));
  }
  return lanes;
}

/** The bits of the head that do not stand at `at`. */
// @ts-ignore: decorator
@inline
function mismatch(entry: usize, at: i32): u64 {
  return (load<u64>(window + at) ^ load<u64>(entry, EXPECTATION_HEAD)) & load<u64>(entry, EXPECTATION_MASK);
}

/**
 * Whether the anchor is an awaited answer: its length, VERDICT_WAIT, or VERDICT_VOID when it is not.
 * `closing` says that more bytes will not come: what is not complete is given up.
 */
export function judgeByExpectations(at: i32, closing: bool): i32 {
  const available = end - at;
  const reserved = get(STATE_CLAIM) == CLAIM_RESERVED;
  if (reserved && end < get(STATE_NEED) && !closing) return VERDICT_WAIT;
  let damaged = false;
  const last = lastExpectation();
  for (let entry = firstExpectation(); entry < last; entry += EXPECTATION_SIZE) {
    let length = load<i32>(entry, EXPECTATION_LENGTH);
    if (length > lengthMax) {
      if (length != OPEN_LENGTH || at != get(STATE_BOUNDARY)) continue;
      length = closing ? max(available, SHORTEST_FRAME) : lengthMax;
    }
    const whole = available >= load<i32>(entry, EXPECTATION_HEAD_LENGTH);
    let wrong = mismatch(entry, at);
    // A head has at most 8 bytes, so a part of one leaves a shift below 64.
    if (!whole) wrong &= ((<u64>1) << (available << 3)) - 1;
    if (wrong) continue;
    if (!whole || length > available) {
      if (closing) continue;
      set(STATE_NEED, whole ? at + length : end + 1);
      set(STATE_CLAIM, CLAIM_RESERVED);
      return VERDICT_WAIT;
    }
    if (isSound(at, length)) return length;
    damaged = true;
  }
  if (damaged || reserved) {
    set(STATE_CLAIM, damaged ? CLAIM_DAMAGED : CLAIM_LAPSED);
    set(STATE_NEED, 0);
  }
  return VERDICT_VOID;
}

/**
 * Length of the awaited answer that ends first of all that start behind the anchor; the longest when there are
 * several; 0 for none. It ends one byte behind STATE_LOOKED, so that no byte is looked at twice.
 */
export function nextEnding(anchor: i32): i32 {
  const last = lastExpectation();
  for (let to = max(get(STATE_LOOKED), anchor + SHORTEST_FRAME) + 1; to <= end; to += 16) {
    let lanes = i64x2(0, 0);
    for (let entry = firstExpectation(); entry < last; entry += EXPECTATION_SIZE) {
      lanes = v128.or(lanes, headStarts(entry, window + to - load<i32>(entry, EXPECTATION_LENGTH)));
    }
    for (let ends = i8x16.bitmask(lanes); ends; ends &= ends - 1) {
      const stop = to + ctz(ends);
      if (stop > end) break;
      for (let entry = last - EXPECTATION_SIZE; entry >= firstExpectation(); entry -= EXPECTATION_SIZE) {
        const length = load<i32>(entry, EXPECTATION_LENGTH);
        const at = stop - length;
        if (at <= anchor || length > lengthMax || mismatch(entry, at) || !isSound(at, length)) continue;
        set(STATE_LOOKED, stop - 1);
        return length;
      }
    }
  }
  set(STATE_LOOKED, end);
  return 0;
}
