// The search that src/scanner.ts describes; src/js/scanner.ts is the same in plain JavaScript.

import {
  CLAIM_DAMAGED,
  CLAIM_NONE,
  CLAIM_RESERVED,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_END,
  STATE_EXPECTED,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { endingLength } from "./expectations";
import { judge } from "./judge";
import { beginRecords, count, endNoise, isFull, markDamaged, pushFrame } from "./records";
import { enter, get, moveAnchor, set, setClosing } from "./scanner-state";

/** Looks at the bytes received since the last call; returns the number of records written. */
export function scan(slotAt: usize, rulesAt: usize, silent: bool): i32 {
  enter(slotAt, rulesAt);
  const end = get(STATE_END);
  beginRecords(get(STATE_START));
  while (get(STATE_START) < end && !isFull()) {
    // A new anchor is looked at as soon as its first byte is there.
    if (get(STATE_LOOKED) == get(STATE_START)) set(STATE_LOOKED, get(STATE_START) + 1);
    let verdict = get(STATE_LOOKED) < get(STATE_NEED) ? VERDICT_WAIT : judge();
    if (verdict == VERDICT_WAIT) {
      if (takeEnding() || advance(end)) continue;
      if (!silent) break;
      verdict = lastVerdict();
    }
    if (verdict > 0) take(get(STATE_START), verdict);
    else if (verdict == VERDICT_VOID) skip();
    else set(STATE_LOOKED, get(STATE_START) + 1);
  }
  endNoise(get(STATE_START));
  if (silent && get(STATE_START) == end) set(STATE_BOUNDARY, end);
  return count;
}

/** Takes an awaited answer that ends at the newest byte, whatever stands before it. */
function takeEnding(): bool {
  if (get(STATE_CLAIM) == CLAIM_RESERVED) return false;
  const length = endingLength();
  if (length) take(get(STATE_LOOKED) - length, length);
  return length != 0;
}

/** Looks at the next byte, or at the next that can matter. False when there is none. */
function advance(end: i32): bool {
  const looked = get(STATE_LOOKED);
  if (looked == end) return false;
  const everyByteMatters = get(STATE_CLAIM) != CLAIM_RESERVED && get(STATE_EXPECTED) > 0;
  set(STATE_LOOKED, everyByteMatters ? looked + 1 : min(get(STATE_NEED), end));
  return true;
}

/** The line is silent and the anchor still waits: more than now will never be known of it. */
function lastVerdict(): i32 {
  setClosing(true);
  const verdict = judge();
  setClosing(false);
  return verdict == VERDICT_WAIT ? VERDICT_VOID : verdict;
}

/** The anchor is noise; the next byte becomes the anchor. */
function skip(): void {
  if (get(STATE_CLAIM) == CLAIM_DAMAGED) markDamaged();
  moveAnchor(get(STATE_START) + 1, CLAIM_NONE);
}

/** Records the frame, and the noise in front of it. When only the noise fits, the frame is found again by the next scan. */
function take(at: i32, length: i32): void {
  if (at > get(STATE_START)) {
    if (get(STATE_CLAIM) == CLAIM_DAMAGED) markDamaged();
    moveAnchor(at, CLAIM_NONE);
  }
  endNoise(at);
  if (isFull()) return;
  pushFrame(at, length);
  moveAnchor(at + length, CLAIM_NONE);
  set(STATE_BOUNDARY, at + length);
}
