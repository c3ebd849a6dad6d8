import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  CLAIM_NONE,
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
  STATE_START,
  VERDICT_LAPSE,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { crc16 } from "./crc16";
import { closing, get, lengthMax, set, slot, window } from "./scanner-state";

// @ts-ignore: decorator
@inline
function expectation(index: i32): usize {
  return slot + SLOT_EXPECTATIONS + index * EXPECTATION_SIZE;
}

/** Whether the bytes selected by `mask` stand at `at`. */
// @ts-ignore: decorator
@inline
function headMatches(entry: usize, at: i32, mask: u64): bool {
  return !((load<u64>(window + at) ^ load<u64>(entry, EXPECTATION_HEAD)) & mask);
}

/** Decides on the anchor by the awaited answers, shortest first. VERDICT_VOID when they have nothing to say of it. */
export function judgeByExpectations(): i32 {
  const at = get(STATE_START);
  const looked = get(STATE_LOOKED);
  const available = looked - at;
  const expected = get(STATE_EXPECTED);
  let damaged = false;
  for (let i = 0; i < expected; i++) {
    const entry = expectation(i);
    let length = load<i32>(entry, EXPECTATION_LENGTH);
    if (length > lengthMax) {
      if (length != OPEN_LENGTH || at != get(STATE_BOUNDARY)) continue;
      length = closing ? max(available, SHORTEST_FRAME) : lengthMax;
    }
    const whole = available >= load<i32>(entry, EXPECTATION_HEAD_LENGTH);
    let mask = load<u64>(entry, EXPECTATION_MASK);
    // A head has at most 8 bytes, so a part of one leaves a shift below 64.
    if (!whole) mask &= ((<u64>1) << (available << 3)) - 1;
    if (!headMatches(entry, at, mask)) continue;
    if (!whole || length > available) {
      if (closing) continue;
      set(STATE_NEED, whole ? at + length : looked + 1);
      set(STATE_CLAIM, CLAIM_RESERVED);
      return VERDICT_WAIT;
    }
    if (!crc16(window + at, length)) return length;
    damaged = true;
  }
  if (!damaged && get(STATE_CLAIM) == CLAIM_NONE) return VERDICT_VOID;
  set(STATE_CLAIM, damaged ? CLAIM_DAMAGED : CLAIM_LAPSED);
  set(STATE_NEED, 0);
  return VERDICT_LAPSE;
}

/** Length of the longest awaited answer that ends at the newest byte looked at, and starts behind the anchor; 0 for none. */
export function endingLength(): i32 {
  const looked = get(STATE_LOOKED);
  const start = get(STATE_START);
  for (let i = get(STATE_EXPECTED) - 1; i >= 0; i--) {
    const entry = expectation(i);
    const length = load<i32>(entry, EXPECTATION_LENGTH);
    const at = looked - length;
    if (at <= start || length > lengthMax) continue;
    if (!headMatches(entry, at, load<u64>(entry, EXPECTATION_MASK))) continue;
    if (!crc16(window + at, length)) return length;
  }
  return 0;
}
