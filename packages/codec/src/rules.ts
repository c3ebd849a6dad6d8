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
  RULE_WORDS,
  RULES_ADDRESS_MAX,
  RULES_BODY,
  RULES_KEYS,
  RULES_LENGTH_MAX,
  RULES_PREFER_LONGER,
  RULES_REQUESTS,
  RULES_RESPONSES,
} from './layout.js';
import { checkSpec } from './rule-check.js';
import { addLengths } from './rule-lengths.js';
import type { FrameRules, FrameRulesSpec, LengthRule } from './scanner.js';

const tables = new WeakMap<FrameRules, Uint16Array>();
const compiled = new WeakMap<FrameRulesSpec, FrameRules>();

/** Key bytes that `others` may stand for: function codes, but not those of exceptions. */
const OTHERS_MAX = 127;

/** A rule as the scanners read it; `otherwise` is the place of the rule that its condition leads to, or 0. */
function words(rule: LengthRule, otherwise: number): readonly number[] {
  const row = new Array<number>(RULE_WORDS).fill(0);
  const { walk, when } = rule;
  row[RULE_FIXED] = rule.fixed;
  row[RULE_OPEN] = rule.open ? 1 : 0;
  if (when) {
    row[RULE_WHEN_AT] = when.at;
    row[RULE_WHEN_EQUALS] = when.equals;
    row[RULE_OTHERWISE] = otherwise;
  }
  if (walk) {
    row[RULE_COUNT_AT] = walk.countAt;
    row[RULE_COUNT_BYTES] = 1;
    row[RULE_COUNT_MAX] = 255;
    row[RULE_COUNT_STEP] = 1;
    row[RULE_WALK_HEAD] = walk.head;
    row[RULE_WALK_FROM] = walk.from;
    row[RULE_WALK_LENGTH_AT] = walk.lengthAt;
  }
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
  table[RULES_PREFER_LONGER] = spec.preferLonger ? 1 : 0;
  const places = new Map<string, number>();
  const placeOf = (rule: LengthRule): number => {
    const row = words(rule, rule.when ? placeOf(rule.when.otherwise) : 0);
    const name = row.join();
    const place = places.get(name) ?? table.length;
    if (place === table.length) table.push(...row);
    places.set(name, place);
    return place;
  };
  for (const [key, rule] of spec.requests) table[RULES_REQUESTS + key] = placeOf(rule);
  for (const [key, rule] of spec.responses) table[RULES_RESPONSES + key] = placeOf(rule);
  const others = spec.others ? placeOf(spec.others) : 0;
  for (let key = 0; key <= 255; key++) {
    const request = spec.requests.get(key);
    const response = spec.responses.get(key);
    if (request || response) {
      if (beginsAnywhere(request) || beginsAnywhere(response)) markKey(table, key);
    } else if (spec.others && key >= 1 && key <= OTHERS_MAX) {
      if (beginsAnywhere(spec.others)) markKey(table, key);
      table[RULES_REQUESTS + key] = others;
      table[RULES_RESPONSES + key] = others;
    }
  }
  addLengths(table, spec, key => key >= 1 && key <= OTHERS_MAX);
  return Uint16Array.from(table);
}

/** Whether frames by this rule may begin elsewhere than at a boundary: not when they can only end by silence. */
function beginsAnywhere(rule: LengthRule | undefined): boolean {
  return rule !== undefined && !(rule.open && rule.fixed === 0 && !rule.when);
}

/** Puts a key byte into the set at RULES_KEYS. */
function markKey(table: number[], key: number): void {
  const byte = (key & 0x80 ? 16 : 0) + (key & 15);
  table[RULES_KEYS + (byte >> 1)]! |= 1 << (((key >> 4) & 7) + 8 * (byte & 1));
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
