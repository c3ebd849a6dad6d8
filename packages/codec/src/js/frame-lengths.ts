import {
  RULE_COUNT_AT,
  RULE_COUNT_BYTES,
  RULE_COUNT_MAX,
  RULE_COUNT_MIN,
  RULE_COUNT_STEP,
  RULE_FIXED,
  RULES_LENGTH_MAX,
  SHORTEST_FRAME,
} from '../layout.js';

/** No frame: there is no such rule, or the count is not a legal one. */
export const NO_LENGTH = 0;

/**
 * Length of the frame that starts at `at` by the rule at `place` of the table.
 *
 * @returns the length; `NO_LENGTH`; or, negated, how many of its bytes must be there before the length is known.
 */
export function frameLength(
  table: Uint16Array,
  place: number,
  bytes: Uint8Array,
  at: number,
  available: number,
): number {
  if (place === 0) return NO_LENGTH;
  const fixed = table[place + RULE_FIXED]!;
  const countAt = table[place + RULE_COUNT_AT]!;
  if (countAt === 0) return fixed;
  const width = table[place + RULE_COUNT_BYTES]!;
  if (available < countAt + width) return -(countAt + width);
  const first = bytes[at + countAt]!;
  const count = width === 1 ? first : (first << 8) | bytes[at + countAt + 1]!;
  if (count < table[place + RULE_COUNT_MIN]! || count > table[place + RULE_COUNT_MAX]!) return NO_LENGTH;
  if (count % table[place + RULE_COUNT_STEP]! !== 0) return NO_LENGTH;
  const length = fixed + count;
  return length < SHORTEST_FRAME || length > table[RULES_LENGTH_MAX]! ? NO_LENGTH : length;
}
