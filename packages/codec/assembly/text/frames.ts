// Frames in a row, and what usually stands between them, without a look at single characters.
//
// A step takes 64 characters and has no branch that depends on where among them a frame ends: nobody could predict it,
// and a wrong guess costs as much as the rest of the step. Loads run over the last character by up to 63 bytes.

import {
  STATE_ASTRAY,
  STATE_BOUNDARY,
  STATE_LOOKED,
  STATE_START,
  STATE_SUMMED,
  STATE_SUMS,
} from "../../src/layout";
import {
  CHECKSUM_LRC,
  CHECKSUM_SUM,
  TEXT_ANY,
  TEXT_CHECKSUM,
  TEXT_END,
  TEXT_END_LENGTH,
  TEXT_END_MASK,
  TEXT_END_PAIR,
  TEXT_HAS_STARTS,
  TEXT_LENGTH_MAX,
  TEXT_STEP,
} from "../../src/text-layout";
import { isAwaited } from "./awaited";
import { hasGoodSum, isGoodLrc, isGoodSum } from "./checks";
import { all, mask, othersThanDigits, valuesOf } from "./digits";
import { every, findStart, startsIn } from "./find";
import { endNoise, isFull, markDamaged, pushFrame } from "./records";
import { byteAt, drop, get, isStart, rule, set, slot, window } from "./state";
import { sumOfBytes, sumOfPairs } from "./sums";

/**
 * Takes whole frames from a fresh start on, as long as nothing unusual comes.
 *
 * @returns whether something is left that must be looked at character by character, from the start on.
 */
export function takeFrames(end: i32): bool {
  let at = get(STATE_START);
  // Of a frame that the end cut off, what was summed is kept.
  let summed = at == get(STATE_LOOKED) ? 0 : get(STATE_SUMMED);
  set(STATE_SUMMED, 0);
  if ((at != get(STATE_LOOKED) && !summed) || get(STATE_ASTRAY)) return true;
  const text = window;
  const starts = rule(TEXT_HAS_STARTS);
  const any = rule(TEXT_ANY);
  const mark = every(TEXT_END);
  while (at < end) {
    if (starts && !isStart(at)) at = findStart(at, end);
    const stop = min(end, at + rule(TEXT_LENGTH_MAX));
    const content = at + starts;
    let event = content;
    let sums = i64x2(0, 0);
    if (summed) {
      event = at + summed - 1;
      sums = v128.load(slot, STATE_SUMS << 2);
      summed = 0;
    }
    // The sums are made of what stands before `event`; no more than `stop` leaves in front of it, and whole steps.
    let found: i32;
    for (;;) {
      let a = v128.load(text + event);
      let b = v128.load(text + event, 16);
      let c = v128.load(text + event, 32);
      let d = v128.load(text + event, 48);
      let events: u64;
      if (any) {
        events = joined(marks(a, mark), marks(b, mark), marks(c, mark), marks(d, mark));
        if (starts) events |= joined(startsIn(a), startsIn(b), startsIn(c), startsIn(d));
      } else {
        // Loaded in each step: with all of them at hand, there would be no registers left for framings that need none.
        const xC6 = all(0xc6);
        const x06 = all(0x06);
        const x10 = all(0x10);
        const x41 = all(0x41);
        const x0A = all(0x0a);
        const x70 = all(0x70);
        a = valuesOf(a, xC6, x06, x10, x41, x0A);
        b = valuesOf(b, xC6, x06, x10, x41, x0A);
        c = valuesOf(c, xC6, x06, x10, x41, x0A);
        d = valuesOf(d, xC6, x06, x10, x41, x0A);
        events = joined(
          othersThanDigits(a, x70),
          othersThanDigits(b, x70),
          othersThanDigits(c, x70),
          othersThanDigits(d, x70),
        );
      }
      const count = <i32>ctz(events);
      found = event + count;
      if (found >= stop) break;
      if (events) {
        sums = i8x16.add(sums, firstOf(a, b, c, d, count));
        event = found;
        break;
      }
      // Not `found`: a processor that has guessed so goes on with the next step before it knows.
      event += TEXT_STEP;
      sums = i8x16.add(sums, i8x16.add(i8x16.add(a, b), i8x16.add(c, d)));
    }
    if (found >= stop) {
      drop(at);
      // The last character that a frame has room for is looked at by itself.
      if (stop - at == rule(TEXT_LENGTH_MAX)) return true;
      keep(stop, event - at, sums);
      return false;
    }
    const next = event + rule(TEXT_END_LENGTH);
    if (next <= stop && (load<u16>(text + event) & rule(TEXT_END_MASK)) == rule(TEXT_END_PAIR)) {
      let sound = event > content;
      if (rule(TEXT_CHECKSUM) == CHECKSUM_LRC) {
        sound = isGoodLrc(sumOfPairs(sums), event - content);
      } else if (rule(TEXT_CHECKSUM) == CHECKSUM_SUM) {
        sound = any
          ? isGoodSum(sumOfBytes(sums) + (starts ? byteAt(at) : 0), at, event)
          : hasGoodSum(at, event);
      }
      if (sound) {
        endNoise(at);
        if (isFull()) break;
        pushFrame(at, next - at);
        set(STATE_BOUNDARY, next);
        at = next;
        if (isFull()) break;
      } else {
        if (isAwaited(at, next)) markDamaged();
        at = next;
      }
    } else if (next > stop && stop == end && stop - at < rule(TEXT_LENGTH_MAX) && byteAt(event) == rule(TEXT_END)) {
      drop(at);
      // Half of the delimiter is there. The next byte decides, and the frame is read again.
      keep(stop, starts, i64x2(0, 0));
      return false;
    } else if (starts && isStart(event)) {
      at = event;
    } else if (starts && !any && byteAt(event) != rule(TEXT_END)) {
      at = event + 1;
    } else {
      drop(at);
      return true;
    }
  }
  drop(at);
  return false;
}

/** Goes on, when more has come than `stop`, behind the first `count` characters of the frame, which give `sums`. */
function keep(stop: i32, count: i32, sums: v128): void {
  set(STATE_LOOKED, stop);
  set(STATE_SUMMED, count + 1);
  v128.store(slot, sums, STATE_SUMS << 2);
}

/** One bit for each lane with the mark. */
// @ts-ignore: decorator
@inline
function marks(v: v128, mark: v128): i32 {
  return i8x16.bitmask(i8x16.eq(v, mark));
}

/** One bit for each of 64 characters. */
// @ts-ignore: decorator
@inline
function joined(a: i32, b: i32, c: i32, d: i32): u64 {
  return <u64>(<u32>(a | (b << 16))) | (<u64>(<u32>(c | (d << 16))) << 32);
}

/** The first `count` of 64 lanes, added up in sixteen. */
// @ts-ignore: decorator
@inline
function firstOf(a: v128, b: v128, c: v128, d: v128, count: i32): v128 {
  return i8x16.add(
    i8x16.add(v128.and(a, mask(count, 0)), v128.and(b, mask(count, 1))),
    i8x16.add(v128.and(c, mask(count, 2)), v128.and(d, mask(count, 3))),
  );
}
