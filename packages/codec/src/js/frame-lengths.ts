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
  RULES_LENGTH_MAX,
  SHORTEST_FRAME,
} from '../layout.js';

/** No frame: there is no such rule, or the count is not a legal one. */
export const NO_LENGTH = 0;

/**
 * Place of the rule to use for the frame that starts at `at`.
 *
 * @returns the place; `NO_LENGTH`; or, negated, how many of its bytes must be there before it is known.
 */
export function chosen(
  table: Uint16Array,
  place: number,
  bytes: Uint8Array,
  at: number,
  available: number,
): number {
  if (place === 0) return NO_LENGTH;
  const whenAt = table[place + RULE_WHEN_AT]!;
  if (whenAt === 0) return place;
  if (available <= whenAt) return -(whenAt + 1);
  return bytes[at + whenAt] === table[place + RULE_WHEN_EQUALS] ? place : table[place + RULE_OTHERWISE]!;
}

/**
 * Length of the frame that starts at `at`, by the rule at the place that `chosen` gave.
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
  if (place <= 0) return place;
  const fixed = table[place + RULE_FIXED]!;
  const countAt = table[place + RULE_COUNT_AT]!;
  if (countAt === 0) return fixed;
  const width = table[place + RULE_COUNT_BYTES]!;
  if (available < countAt + width) return -(countAt + width);
  const first = bytes[at + countAt]!;
  const count = width === 1 ? first : (first << 8) | bytes[at + countAt + 1]!;
  if (count < table[place + RULE_COUNT_MIN]! || count > table[place + RULE_COUNT_MAX]!) return NO_LENGTH;
  if (count % table[place + RULE_COUNT_STEP]! !== 0) return NO_LENGTH;
  if (table[place + RULE_WALK_HEAD] !== 0) return walk(table, place, bytes, at, available, count);
  return bounded(table, fixed + count);
}

/** Length of a frame with `count` items, by the lengths that stand in them. */
function walk(
  table: Uint16Array,
  place: number,
  bytes: Uint8Array,
  at: number,
  available: number,
  count: number,
): number {
  const head = table[place + RULE_WALK_HEAD]!;
  const lengthMax = table[RULES_LENGTH_MAX]!;
  // The heads of all items count from the start, so that too many of them make the candidate void at once.
  let length = table[place + RULE_FIXED]! + count * head;
  let lengthAt = table[place + RULE_WALK_FROM]! + table[place + RULE_WALK_LENGTH_AT]!;
  for (let left = count; left > 0 && length <= lengthMax; left--) {
    if (available <= lengthAt) return -(lengthAt + 1);
    const own = bytes[at + lengthAt]!;
    length += own;
    lengthAt += head + own;
  }
  return bounded(table, length);
}

function bounded(table: Uint16Array, length: number): number {
  return length < SHORTEST_FRAME || length > table[RULES_LENGTH_MAX]! ? NO_LENGTH : length;
}

/** Whether a frame by the rule that `chosen` gave may end by silence. */
export function isOpen(table: Uint16Array, place: number): boolean {
  return place > 0 && table[place + RULE_OPEN] !== 0;
}
