import {
  RULE_COUNT_AT,
  RULE_COUNT_BYTES,
  RULE_COUNT_MAX,
  RULE_COUNT_MIN,
  RULE_COUNT_STEP,
  RULE_FIXED,
  RULE_OPEN,
  RULE_OTHERWISE,
  RULE_WALK_FROM,
  RULE_WALK_HEAD,
  RULE_WALK_LENGTH_AT,
  RULE_WHEN_AT,
  RULE_WHEN_EQUALS,
  SHORTEST_FRAME,
} from "../src/layout";
import { byteAt, lengthMax, rules } from "./scanner-state";

/**
 * Length of the frame that starts at `at`, by the rule at word `place` that `chosen` gave; 0 when there can be none; or,
 * negated, how many of its bytes must be there before the length is known.
 */
export function frameLength(place: i32, at: i32, available: i32): i32 {
  if (place <= 0) return place;
  const entry = rules + (place << 1);
  let length: i32 = load<u16>(entry, RULE_FIXED << 1);
  const countAt: i32 = load<u16>(entry, RULE_COUNT_AT << 1);
  if (!countAt) return length;
  const width: i32 = load<u16>(entry, RULE_COUNT_BYTES << 1);
  if (available < countAt + width) return -(countAt + width);
  let count = byteAt(at + countAt);
  if (width == 2) count = (count << 8) | byteAt(at + countAt + 1);
  if (count < <i32>load<u16>(entry, RULE_COUNT_MIN << 1) || count > <i32>load<u16>(entry, RULE_COUNT_MAX << 1)) return 0;
  if (<u32>count % <u32>load<u16>(entry, RULE_COUNT_STEP << 1)) return 0;
  const head: i32 = load<u16>(entry, RULE_WALK_HEAD << 1);
  if (!head) length += count;
  else {
    // The heads of all items count from the start, so that too many of them make the candidate void at once.
    length += count * head;
    let lengthAt: i32 = load<u16>(entry, RULE_WALK_FROM << 1) + load<u16>(entry, RULE_WALK_LENGTH_AT << 1);
    for (; count && length <= lengthMax; count--) {
      if (available <= lengthAt) return ~lengthAt;
      const bytes = byteAt(at + lengthAt);
      length += bytes;
      lengthAt += head + bytes;
    }
  }
  return length < SHORTEST_FRAME || length > lengthMax ? 0 : length;
}

/** Whether a frame by the rule that `chosen` gave may end by silence. */
// @ts-ignore: decorator
@inline
export function isOpen(place: i32): bool {
  return place > 0 && load<u16>(rules + (place << 1), RULE_OPEN << 1) != 0;
}

/** Place of the rule to use; 0 for none; or, negated, how many bytes must be there before it is known. */
export function chosen(place: i32, at: i32, available: i32): i32 {
  if (!place) return 0;
  const entry = rules + (place << 1);
  const whenAt: i32 = load<u16>(entry, RULE_WHEN_AT << 1);
  if (!whenAt) return place;
  if (available <= whenAt) return ~whenAt;
  return byteAt(at + whenAt) == load<u16>(entry, RULE_WHEN_EQUALS << 1) ? place : load<u16>(entry, RULE_OTHERWISE << 1);
}
