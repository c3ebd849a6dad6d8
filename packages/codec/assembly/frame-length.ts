import {
  RULE_COUNT_AT,
  RULE_COUNT_BYTES,
  RULE_COUNT_MAX,
  RULE_COUNT_MIN,
  RULE_COUNT_STEP,
  RULE_FIXED,
  SHORTEST_FRAME,
} from "../src/layout";
import { byteAt, lengthMax, rule } from "./scanner-state";

/**
 * Length by the rule at word `place` of the frame that starts at `at`; 0 when there can be none; or, negated, how many
 * of its bytes must be there before the length is known.
 */
export function frameLength(place: i32, at: i32, available: i32): i32 {
  if (!place) return 0;
  const fixed = rule(place + RULE_FIXED);
  const countAt = rule(place + RULE_COUNT_AT);
  if (!countAt) return fixed;
  const width = rule(place + RULE_COUNT_BYTES);
  if (available < countAt + width) return -(countAt + width);
  let count = byteAt(at + countAt);
  if (width == 2) count = (count << 8) | byteAt(at + countAt + 1);
  if (count < rule(place + RULE_COUNT_MIN) || count > rule(place + RULE_COUNT_MAX)) return 0;
  if (count % rule(place + RULE_COUNT_STEP)) return 0;
  const length = fixed + count;
  return length < SHORTEST_FRAME || length > lengthMax ? 0 : length;
}
