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
import { byteAt, lengthMax, rule } from "./scanner-state";

/**
 * Length of the frame that starts at `at`, by the rule at word `place` that `chosen` gave; 0 when there can be none; or,
 * negated, how many of its bytes must be there before the length is known.
 */
export function frameLength(place: i32, at: i32, available: i32): i32 {
  if (place <= 0) return place;
  let length = rule(place + RULE_FIXED);
  const countAt = rule(place + RULE_COUNT_AT);
  if (!countAt) return length;
  const width = rule(place + RULE_COUNT_BYTES);
  if (available < countAt + width) return -(countAt + width);
  let count = byteAt(at + countAt);
  if (width == 2) count = (count << 8) | byteAt(at + countAt + 1);
  if (count < rule(place + RULE_COUNT_MIN) || count > rule(place + RULE_COUNT_MAX)) return 0;
  if (count % rule(place + RULE_COUNT_STEP)) return 0;
  const head = rule(place + RULE_WALK_HEAD);
  if (!head) length += count;
  else {
    // The heads of all items count from the start, so that too many of them make the candidate void at once.
    length += count * head;
    let lengthAt = rule(place + RULE_WALK_FROM) + rule(place + RULE_WALK_LENGTH_AT);
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
  return place > 0 && rule(place + RULE_OPEN) != 0;
}

/** Place of the rule to use; 0 for none; or, negated, how many bytes must be there before it is known. */
export function chosen(place: i32, at: i32, available: i32): i32 {
  if (!place) return 0;
  const whenAt = rule(place + RULE_WHEN_AT);
  if (!whenAt) return place;
  if (available <= whenAt) return ~whenAt;
  return byteAt(at + whenAt) == rule(place + RULE_WHEN_EQUALS) ? place : rule(place + RULE_OTHERWISE);
}
