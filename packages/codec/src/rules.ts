import {
  RULE_COUNT_AT,
  RULE_COUNT_BYTES,
  RULE_COUNT_MAX,
  RULE_COUNT_MIN,
  RULE_COUNT_STEP,
  RULE_FIXED,
  RULE_WORDS,
  RULES_ADDRESS_MAX,
  RULES_BODY,
  RULES_LENGTH_MAX,
  RULES_REQUESTS,
  RULES_RESPONSES,
} from './layout.js';
import { checkSpec } from './rule-check.js';
import type { FrameRules, FrameRulesSpec, LengthRule } from './scanner.js';

const tables = new WeakMap<FrameRules, Uint16Array>();
const compiled = new WeakMap<FrameRulesSpec, FrameRules>();

function words(rule: LengthRule): readonly number[] {
  const row = new Array<number>(RULE_WORDS).fill(0);
  row[RULE_FIXED] = rule.fixed;
  if (rule.countAt === undefined) return row;
  row[RULE_COUNT_AT] = rule.countAt;
  row[RULE_COUNT_BYTES] = rule.countBytes ?? 1;
  row[RULE_COUNT_MIN] = rule.countMin ?? 0;
  row[RULE_COUNT_MAX] = rule.countMax ?? 65535;
  row[RULE_COUNT_STEP] = rule.countStep ?? 1;
  return row;
}

/** The table that both scanners read; `layout.ts` describes it. Equal rules share one entry. */
function buildTable(spec: FrameRulesSpec): Uint16Array {
  const table = new Array<number>(RULES_BODY).fill(0);
  table[RULES_ADDRESS_MAX] = spec.addressMax;
  table[RULES_LENGTH_MAX] = spec.lengthMax;
  const places = new Map<string, number>();
  const fill = (index: number, rules: ReadonlyMap<number, LengthRule>) => {
    for (const [key, rule] of rules) {
      const row = words(rule);
      const name = row.join();
      const place = places.get(name) ?? table.length;
      if (place === table.length) table.push(...row);
      places.set(name, place);
      table[index + key] = place;
    }
  };
  fill(RULES_REQUESTS, spec.requests);
  fill(RULES_RESPONSES, spec.responses);
  return Uint16Array.from(table);
}

/**
 * Turns length rules into what a scanner reads. Every scanner takes the result. The same `spec` object always gives the
 * same rules, so it must not be changed afterwards.
 *
 * @throws {RangeError} when a number in `spec` is out of range; the message names it.
 * @example
 * import { compileRules } from '@bus/codec';
 *
 * const rules = compileRules({
 *   addressMax: 247,
 *   lengthMax: 256,
 *   requests: new Map([[3, { fixed: 8 }]]),
 *   responses: new Map([[3, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }]]),
 * });
 */
export function compileRules(spec: FrameRulesSpec): FrameRules {
  const known = compiled.get(spec);
  if (known) return known;
  checkSpec(spec);
  const rules = Object.freeze({ spec });
  tables.set(rules, buildTable(spec));
  compiled.set(spec, rules);
  return rules;
}

/**
 * The table behind compiled rules.
 *
 * @throws {TypeError} when `rules` did not come from `compileRules`.
 */
export function tableOf(rules: FrameRules): Uint16Array {
  const table = tables.get(rules);
  if (!table) throw new TypeError('these rules were not made by compileRules');
  return table;
}
