// The search that src/delimited-search.ts describes, with everything between two events passed over at once.

import {
  STATE_ASTRAY,
  STATE_BOUNDARY,
  STATE_END,
  STATE_LOOKED,
  STATE_MATCHED,
  STATE_START,
} from "../../src/layout";
import {
  TEXT_ANY,
  TEXT_END,
  TEXT_END_LENGTH,
  TEXT_HAS_STARTS,
  TEXT_LAST_END,
  TEXT_LENGTH_MAX,
} from "../../src/text-layout";
import { isAwaited } from "./awaited";
import { isSound } from "./checks";
import { findEvent, findStart } from "./find";
import { takeFrames } from "./frames";
import { beginRecords, count, endNoise, isFull, markDamaged, pushFrame } from "./records";
import { byteAt, drop, enter, get, isStart, rule, set, window } from "./state";

/** Looks at the bytes received since the last call; returns the number of records written. */
export function search(slotAt: usize, rulesAt: usize, silent: bool): i32 {
  enter(slotAt, rulesAt);
  const end = get(STATE_END);
  beginRecords(get(STATE_START));
  while (get(STATE_LOOKED) < end && !isFull()) {
    if (takeFrames(end) && toEvent(end)) look(get(STATE_LOOKED));
  }
  if (silent && !isFull()) {
    drop(end);
    set(STATE_ASTRAY, 0);
    set(STATE_BOUNDARY, end);
  }
  endNoise(get(STATE_START));
  return count;
}

/** Passes over what cannot decide anything. False when nothing is left to look at. */
function toEvent(end: i32): bool {
  const looked = get(STATE_LOOKED);
  const start = get(STATE_START);
  const astray = get(STATE_ASTRAY);
  if (rule(TEXT_HAS_STARTS) && start == looked) {
    drop(findStart(looked, end));
  } else if (!matchedBefore(looked, start, astray) || rule(TEXT_ANY)) {
    // The last character that a frame has room for decides whether it is one.
    const stop = astray ? end : min(end, start + rule(TEXT_LENGTH_MAX) - 1);
    const event = findEvent(looked, stop);
    if (event > looked) {
      set(STATE_MATCHED, 0);
      set(STATE_LOOKED, event);
      if (astray) set(STATE_START, event);
    }
  }
  return get(STATE_LOOKED) < end;
}

/** Takes the next character into account. */
function look(at: i32): void {
  const start = get(STATE_START);
  const starts = rule(TEXT_HAS_STARTS);
  if (starts) {
    if (isStart(at)) {
      drop(at);
      set(STATE_LOOKED, at + 1);
      return;
    }
    if (start == at) return drop(at + 1);
  }
  const astray = get(STATE_ASTRAY);
  const before = matchedBefore(at, start, astray);
  const matched = delimiterAt(byteAt(at), before);
  if (matched == rule(TEXT_END_LENGTH)) {
    finish(at + 1, matched);
  } else if (astray) {
    passOver(at, matched);
  } else if (isOut(matched, before) || at + 1 - start >= rule(TEXT_LENGTH_MAX)) {
    set(STATE_ASTRAY, starts ^ 1);
    passOver(at, starts ? 0 : matched);
  } else {
    set(STATE_MATCHED, matched);
    set(STATE_LOOKED, at + 1);
  }
}

/** How many characters of the delimiter stand before `at`. Nothing in front of a frame counts. */
// @ts-ignore: decorator
@inline
function matchedBefore(at: i32, start: i32, astray: i32): i32 {
  return start == at && !astray ? 0 : get(STATE_MATCHED);
}

/** How many characters of the delimiter are there with this one, when `before` of them were there without it. */
// @ts-ignore: decorator
@inline
function delimiterAt(character: i32, before: i32): i32 {
  if (character == rule(before ? TEXT_LAST_END : TEXT_END)) return before + 1;
  return character == rule(TEXT_END) ? 1 : 0;
}

/**
 * Whether a character cannot be in a frame: it is no digit, or it tears the delimiter apart. Digits are passed over
 * before, unless the delimiter has begun or the frame is too long; both make them noise.
 */
// @ts-ignore: decorator
@inline
function isOut(matched: i32, before: i32): bool {
  return !rule(TEXT_ANY) && (matched == 0 || matched <= before);
}

/** Passes over a character that is noise. */
// @ts-ignore: decorator
@inline
function passOver(at: i32, matched: i32): void {
  drop(at + 1);
  set(STATE_MATCHED, matched);
}

/** The delimiter is complete, and ends at `next`. */
function finish(next: i32, delimiter: i32): void {
  const start = get(STATE_START);
  const end = next - delimiter;
  if (get(STATE_ASTRAY)) {
    set(STATE_ASTRAY, 0);
  } else if (isSound(start, end)) {
    endNoise(start);
    // When only the noise fits, the character is looked at again by the next search.
    if (isFull()) return;
    pushFrame(start, next - start);
    set(STATE_BOUNDARY, next);
  } else if (isAwaited(start, next)) {
    markDamaged();
  }
  drop(next);
}
