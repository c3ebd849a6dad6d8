// The search that src/scanner.ts describes; src/js/scanner.ts is the same in plain JavaScript.

import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  RULES_ADDRESS_MAX,
  RULES_KEYS,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_EXPECTED,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  VERDICT_TAKEN,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { judgeByExpectations, mayBegin, nextEnding } from "./expectations";
import { judgeByRules } from "./judge";
import { beginRecords, count, endNoise, isFull, markDamaged, pushFrame } from "./records";
import { end, enter, get, moveAnchor, rule, rules, set, window } from "./scanner-state";
import { beginSoundness } from "./soundness";

/** Looks at the bytes received since the last call; returns the number of records written. */
export function scan(slotAt: usize, rulesAt: usize, silent: bool): i32 {
  enter(slotAt, rulesAt);
  beginRecords(get(STATE_START));
  beginSoundness();
  while (get(STATE_START) < end && !isFull()) {
    let verdict = VERDICT_WAIT;
    if (!(get(STATE_NEED) | get(STATE_CLAIM))) {
      if (get(STATE_START) != get(STATE_BOUNDARY)) passNoise();
      else if (!get(STATE_EXPECTED)) verdict = inStep();
    }
    if (verdict == VERDICT_WAIT) verdict = decide(silent);
    if (verdict == VERDICT_WAIT) break;
    if (verdict > 0) take(get(STATE_START), verdict);
    else if (verdict == VERDICT_VOID) skip();
  }
  endNoise(get(STATE_START));
  if (silent && get(STATE_START) == end) set(STATE_BOUNDARY, end);
  return count;
}

/** Takes frames that follow one another while nothing is awaited. Returns the VERDICT on what comes behind them. */
function inStep(): i32 {
  let at = get(STATE_START);
  do {
    const length = judgeByRules(at, end - at, false);
    if (length <= 0) return length;
    pushFrame(at, length);
    at += length;
    moveAnchor(at);
    set(STATE_BOUNDARY, at);
  } while (at < end && !isFull());
  return VERDICT_TAKEN;
}

/** Moves the anchor to the next byte that may begin a frame, or to the last one, of which nothing can be known yet. */
function passNoise(): void {
  const start = get(STATE_START);
  const addressMax = i8x16.splat(<i8>rule(RULES_ADDRESS_MAX));
  const lowKeys = v128.load(rules, RULES_KEYS << 1);
  const highKeys = v128.load(rules, (RULES_KEYS << 1) + 16);
  let at = start;
  for (const last = end - 1; at < last; at += 16) {
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
    if (candidates) {
      at += ctz(candidates);
      break;
    }
  }
  at = min(at, end - 1);
  if (at > start) moveAnchor(at);
}

/** Decides on the anchor: a frame's length, or one of the VERDICTs. */
function decide(silent: bool): i32 {
  const at = get(STATE_START);
  const expected = get(STATE_EXPECTED);
  let ending = 0;
  if (expected) {
    if (get(STATE_CLAIM) < CLAIM_LAPSED) {
      let verdict = judgeByExpectations(at, false);
      if (verdict == VERDICT_WAIT && silent) verdict = judgeByExpectations(at, true);
      if (verdict != VERDICT_VOID) return verdict;
    }
    ending = nextEnding(at);
  }
  const limit = ending ? get(STATE_LOOKED) + 1 : end;
  // What the anchor is may be known at an earlier byte than that at which the answer behind it ends.
  const verdict = limit < get(STATE_NEED) ? VERDICT_WAIT : judgeByRules(at, limit - at, false);
  if (verdict != VERDICT_WAIT) return verdict;
  if (ending) {
    take(limit - ending, ending);
    return VERDICT_TAKEN;
  }
  return silent ? judgeByRules(at, end - at, true) : VERDICT_WAIT;
}

/** The anchor is noise; the next byte becomes the anchor. */
function skip(): void {
  if (get(STATE_CLAIM) == CLAIM_DAMAGED) markDamaged();
  moveAnchor(get(STATE_START) + 1);
}

/** Records the frame, and the noise in front of it. When only the noise fits, the frame is found again by the next scan. */
function take(at: i32, length: i32): void {
  if (at > get(STATE_START)) {
    if (get(STATE_CLAIM) == CLAIM_DAMAGED) markDamaged();
    moveAnchor(at);
  }
  endNoise(at);
  if (isFull()) return;
  pushFrame(at, length);
  moveAnchor(at + length);
  set(STATE_BOUNDARY, at + length);
}
