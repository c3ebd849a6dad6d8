import {
  LENGTH_BASE,
  LENGTHS_MOST,
  LENGTHS_WORDS,
  QUICK_COUNTS,
  QUICK_KNOWN,
  QUICK_NEVER,
  QUICK_REQUESTS,
  QUICK_RESPONSES,
  QUICK_WORDS,
  RULES_QUICK,
} from './layout.js';
import type { FrameRulesSpec, LengthRule } from './scanner.js';

/** Whether one byte of the frame, at most, says its length. */
function isSimple(rule: LengthRule | undefined): boolean {
  if (rule === undefined) return true;
  const { when, open, walk, countBytes = 1 } = rule;
  return !when && !open && !walk && countBytes === 1;
}

/** The lengths that a simple rule gives, as `layout.ts` lays them out. */
function lengthsOf(rule: LengthRule | undefined, lengthMax: number): Uint16Array {
  const lengths = new Uint8Array(2 * LENGTHS_WORDS);
  if (rule !== undefined) {
    const { fixed, countAt, countMin = 0, countMax = 255, countStep = 1 } = rule;
    if (countAt === undefined) lengths.fill(fixed - LENGTH_BASE);
    else {
      const last = Math.min(countMax, 255, lengthMax - fixed);
      const first = Math.ceil(countMin / countStep) * countStep;
      for (let count = first; count <= last; count += countStep) lengths[count] = fixed + count - LENGTH_BASE;
    }
  }
  return new Uint16Array(lengths.buffer);
}

/**
 * Adds the lengths that can be looked up by one byte, and for each key byte where they stand.
 *
 * @param table the compiled rules, up to the last of them.
 * @param mayBeOthers whether a key byte without a rule follows the rule for others.
 */
export function addLengths(
  table: number[],
  { requests, responses, lengthMax, others }: FrameRulesSpec,
  mayBeOthers: (key: number) => boolean,
): void {
  const places = new Map<string, number>();
  const placeOf = (rule: LengthRule | undefined): number => {
    const name = rule ? [rule.fixed, rule.countAt, rule.countMin, rule.countMax, rule.countStep].join() : '';
    const known = places.get(name);
    if (known !== undefined) return known;
    const place = 2 * table.length;
    places.set(name, place);
    for (const word of lengthsOf(rule, lengthMax)) table.push(word);
    return place;
  };
  for (let key = 0; key <= 255; key++) {
    let request = requests.get(key);
    let response = responses.get(key);
    if (others && !request && !response && mayBeOthers(key)) {
      request = others;
      response = others;
    }
    const quick = RULES_QUICK + QUICK_WORDS * key;
    table[quick + QUICK_KNOWN] = QUICK_NEVER;
    if (places.size + 2 > LENGTHS_MOST || !isSimple(request) || !isSimple(response)) continue;
    const counts = [request?.countAt ?? 0, response?.countAt ?? 0] as const;
    table[quick + QUICK_REQUESTS] = placeOf(request);
    table[quick + QUICK_RESPONSES] = placeOf(response);
    table[quick + QUICK_COUNTS] = counts[0] | (counts[1] << 8);
    // The key is there as well.
    table[quick + QUICK_KNOWN] = Math.max(1, ...counts);
  }
}
