import type { LengthRule } from '../scanner.js';

/**
 * Whether `length` bytes from `at` on have the length that a rule gives them: for candidates, whose length is known.
 *
 * @returns `'open'` when the rule fits only because it leaves the length open.
 * @example
 * import { fitsLength } from '@bus/codec/capture';
 *
 * fitsLength({ fixed: 5, countAt: 2 }, Uint8Array.of(1, 3, 2, 0, 5, 0x78, 0x47), 0, 7); // true
 */
export function fitsLength(
  rule: LengthRule,
  bytes: Uint8Array,
  at: number,
  length: number,
): boolean | 'open' {
  const { when, open } = rule;
  if (when && (when.at >= length || bytes[at + when.at] !== when.equals)) {
    return when.at < length && fitsLength(when.otherwise, bytes, at, length);
  }
  return lengthByRule(rule, bytes, at, length) === length || (open ? 'open' : false);
}

/** The length that a rule gives the candidate, or -1 when it breaks the rule or is too short to tell. */
function lengthByRule(rule: LengthRule, bytes: Uint8Array, at: number, length: number): number {
  const { fixed, countAt, walk } = rule;
  if (walk) return walkedLength(fixed, walk, bytes, at, length);
  if (countAt === undefined) return fixed;
  const { countBytes = 1, countMin = 0, countMax = 65535, countStep = 1 } = rule;
  if (countAt + countBytes > length) return -1;
  const first = bytes[at + countAt]!;
  const count = countBytes === 1 ? first : (first << 8) | bytes[at + countAt + 1]!;
  if (count < countMin || count > countMax || count % countStep !== 0) return -1;
  return fixed + count;
}

function walkedLength(
  fixed: number,
  { countAt, from, head, lengthAt }: NonNullable<LengthRule['walk']>,
  bytes: Uint8Array,
  at: number,
  length: number,
): number {
  if (countAt >= length) return -1;
  let total = fixed;
  let item = from;
  for (let left = bytes[at + countAt]!; left > 0; left--) {
    if (item + lengthAt >= length) return -1;
    const own = head + bytes[at + item + lengthAt]!;
    total += own;
    item += own;
  }
  return total;
}
