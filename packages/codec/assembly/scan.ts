// The search that src/scanner.ts describes; src/js/scanner.ts is the same in plain JavaScript.

import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
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
import { judgeByExpectations, nextEnding } from "./expectations";
import { judgeByRules } from "./judge";
import { candidateFrom } from "./noise";
import { beginRecords, count, endNoise, isFull, markDamaged, pushFrame } from "./records";
import { run } from "./run";
import { end, enter, get, moveAnchor, set } from "./scanner-state";
import { beginSoundness } from "./soundness";

/** Looks at the bytes received since the last call; returns the number of records written. */
export function scan(slotAt: usize, rulesAt: usize, silent: bool): i32 {
  enter(slotAt, rulesAt);
  beginRecords(get(STATE_START));
  beginSoundness();
  while (get(STATE_START) < end && !isFull()) {
    if (!get(STATE_EXPECTED)) {
      run();
      if (!silent || get(STATE_START) == end || isFull()) break;
    } else if (!(get(STATE_NEED) | get(STATE_CLAIM)) && get(STATE_START) != get(STATE_BOUNDARY)) passNoise();
    const verdict = decide(silent);
    if (verdict == VERDICT_WAIT) break;
    if (verdict > 0) take(get(STATE_START), verdict);
    else if (verdict == VERDICT_VOID) skip();
  }
  endNoise(get(STATE_START));
  if (silent && get(STATE_START) == end) set(STATE_BOUNDARY, end);
  return count;
}

function passNoise(): void {
  const start = get(STATE_START);
  const at = candidateFrom(start);
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
