import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner, type FrameRules, type LengthRule } from './index.js';
import { createScanner as createJsScanner } from './js.js';
import {
  LENGTH_BASE,
  LENGTHS_MOST,
  QUICK_COUNTS,
  QUICK_KNOWN,
  QUICK_NEVER,
  QUICK_REQUESTS,
  QUICK_WORDS,
  RULES_QUICK,
} from './layout.js';
import { frame, rules, spec } from './modbus-like.fixture.js';
import { compileRules, tableOf } from './rules.js';

const walk = { countAt: 7, from: 8, head: 2, lengthAt: 1 };
const when = { at: 3, equals: 0, otherwise: { fixed: 8 } };
const empty = { addressMax: 247, lengthMax: 256, requests: new Map(), responses: new Map() };
const withRule = (rule: LengthRule, key = 3) => ({ ...empty, responses: new Map([[key, rule]]) });

describe('compileRules', () => {
  it('gives the same rules for the same specification', () => {
    expect(compileRules(spec)).toBe(rules);
    expect(rules.spec).toBe(spec);
    expect(compileRules({ ...spec })).not.toBe(rules);
  });

  it('keeps equal length rules once', () => {
    const one = tableOf(compileRules(withRule({ fixed: 8 }))).length;
    const requests = new Map([1, 2, 3].map(key => [key, { fixed: 8 }]));
    expect(tableOf(compileRules({ ...withRule({ fixed: 8 }), requests }))).toHaveLength(one);
  });

  it.each<[string, LengthRule]>([
    ['fixed is 3, must be 4..256', { fixed: 3 }],
    ['fixed is 257, must be 4..256', { fixed: 257 }],
    ['fixed is 5.5, must be 4..256', { fixed: 5.5 }],
    ['countAt is 1, must be 2..2 when fixed is 5', { fixed: 5, countAt: 1 }],
    ['countAt is 3, must be 2..2 when fixed is 5', { fixed: 5, countAt: 3 }],
    ['countAt is 2, must be 2..1 when fixed is 5', { fixed: 5, countAt: 2, countBytes: 2 }],
    ['countBytes is 3, must be 1 or 2', { fixed: 9, countAt: 2, countBytes: 3 as 2 }],
    ['countMax is 65536, must be 0..65535', { fixed: 5, countAt: 2, countMax: 65536 }],
    ['countMin is 9, must be 0..8 (countMax)', { fixed: 5, countAt: 2, countMin: 9, countMax: 8 }],
    ['countStep is 0, must be 1..65535', { fixed: 5, countAt: 2, countStep: 0 }],
    ['fixed is 0, must be 4..256', { fixed: 0 }],
    ['fixed is 0, so there must be no countAt and no walk', { fixed: 0, open: true, countAt: 2 }],
    ['fixed is 3, must be 4..256', { fixed: 3, open: true }],
    ['there must be only one of countAt and walk', { fixed: 10, countAt: 2, walk }],
    ['walk.from is 8, must be 3..7 when fixed is 9', { fixed: 9, walk }],
    ['walk.countAt is 8, must be 2..7', { fixed: 10, walk: { ...walk, countAt: 8 } }],
    ['walk.head is 0, must be 1..255', { fixed: 10, walk: { ...walk, head: 0 } }],
    ['walk.lengthAt is 2, must be 0..1', { fixed: 10, walk: { ...walk, lengthAt: 2 } }],
    ['when.at is 1, must be 2..253', { fixed: 8, when: { at: 1, equals: 0, otherwise: { fixed: 8 } } }],
    [
      'when.at is 6, must be 2..5 when fixed is 8',
      { fixed: 8, when: { at: 6, equals: 0, otherwise: { fixed: 9 } } },
    ],
    ['when.equals is 256, must be a byte 0..255', { fixed: 8, when: { ...when, equals: 256 } }],
    [
      'when.otherwise has a when, must have none',
      { fixed: 8, when: { ...when, otherwise: { fixed: 8, when } } },
    ],
  ])('refuses a rule and says why: %s', (message, rule) => {
    expect(() => compileRules(withRule(rule))).toThrow(new RangeError(`responses, key 3: ${message}`));
  });

  it.each([
    ['addressMax is 256, must be 0..255', { ...empty, addressMax: 256 }],
    ['lengthMax is 257, must be 4..256', { ...empty, lengthMax: 257 }],
    ['lengthMax is 3, must be 4..256', { ...empty, lengthMax: 3 }],
    ['responses: key is 256, must be a byte 0..255', withRule({ fixed: 8 }, 256)],
    ['others: fixed is 257, must be 4..256', { ...empty, others: { fixed: 257 } }],
    [
      'responses, key 3, otherwise: fixed is 2, must be 4..256',
      withRule({ fixed: 8, when: { ...when, otherwise: { fixed: 2 } } }),
    ],
    [
      'responses, key 3, otherwise: when.at is 3, must be 2..2 when fixed is 5',
      withRule({ fixed: 8, when: { ...when, otherwise: { fixed: 5 } } }),
    ],
    ['responses, key 3: fixed is 8, must be 4..7', { ...withRule({ fixed: 8 }), lengthMax: 7 }],
  ])('refuses a specification and says why: %s', (message, bad) => {
    expect(() => compileRules(bad)).toThrow(new RangeError(message));
  });
});

describe('the lengths that scanners look up', () => {
  const number = (min: number, max: number) => fc.integer({ min, max });
  const counted = fc
    .record({ fixed: number(4, 256), countAt: number(2, 9), countMin: number(0, 300), more: number(0, 300) })
    .filter(({ fixed, countAt }) => countAt <= fixed - 4)
    .chain(({ more, ...rule }) =>
      fc
        .record({ countStep: number(1, 9), countBytes: fc.constantFrom(1 as const, 2 as const) })
        .map(rest => ({
          ...rule,
          ...rest,
          countMax: rule.countMin + more,
        })),
    );
  const rule: fc.Arbitrary<LengthRule> = fc.oneof(
    number(4, 256).map(fixed => ({ fixed })),
    counted,
  );

  it('are those of the rules, wherever one byte says them', () => {
    fc.assert(
      fc.property(rule, fc.option(rule, { nil: undefined }), number(4, 256), (request, response, most) => {
        const lengthMax = Math.max(most, request.fixed, response?.fixed ?? 0);
        const responses = new Map(response ? [[3, response]] : []);
        const table = tableOf(
          compileRules({ ...empty, lengthMax, requests: new Map([[3, request]]), responses }),
        );
        const quick = table.subarray(RULES_QUICK + 3 * QUICK_WORDS, RULES_QUICK + 4 * QUICK_WORDS);
        const simple = (one?: LengthRule) => one?.countBytes !== 2;
        expect(quick[QUICK_KNOWN] !== QUICK_NEVER).toBe(simple(request) && simple(response));
        if (quick[QUICK_KNOWN] === QUICK_NEVER) return;
        const countsAt = [request.countAt ?? 0, response?.countAt ?? 0];
        expect([quick[QUICK_COUNTS]! & 255, quick[QUICK_COUNTS]! >> 8]).toEqual(countsAt);
        expect(quick[QUICK_KNOWN]).toBe(Math.max(1, ...countsAt));
        const bytes = new Uint8Array(table.buffer);
        for (const [side, one] of [request, response].entries()) {
          const at = quick[QUICK_REQUESTS + side]!;
          for (let count = 0; count < 256; count++) {
            const found = bytes[at + count]!;
            expect(found === 0 ? 0 : found + LENGTH_BASE).toBe(lengthFor(one, count, lengthMax));
          }
        }
      }),
    );
  });

  it('are left out where there are too many different ones', () => {
    const requests = new Map<number, LengthRule>();
    for (let key = 0; key < 256; key++) requests.set(key, { fixed: 4 + (key & 127) });
    const table = tableOf(compileRules({ ...empty, requests }));
    const kept = Array.from(
      { length: 256 },
      (_, key) => table[RULES_QUICK + QUICK_WORDS * key + QUICK_KNOWN] !== QUICK_NEVER,
    );
    expect(kept.slice(0, 128)).toEqual(kept.map((_, key) => key < LENGTHS_MOST - 2).slice(0, 128));
    const scanner = createScanner();
    scanner.write(frame(1, 100, ...new Uint8Array(100)));
    expect(scanner.scan(compileRules({ ...empty, requests }), false)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([1, 0, 104]);
    scanner.release();
  });
});

/** What a rule says, with no regard to speed; 0 for no frame. */
function lengthFor(rule: LengthRule | undefined, count: number, lengthMax: number): number {
  if (!rule) return 0;
  const { fixed, countAt, countMin = 0, countMax = 65535, countStep = 1 } = rule;
  if (countAt === undefined) return fixed;
  const legal = count >= countMin && count <= countMax && count % countStep === 0;
  return legal && fixed + count <= lengthMax ? fixed + count : 0;
}

describe('rules that did not come from compileRules', () => {
  it.each([
    ['in WebAssembly', createScanner()],
    ['in JavaScript', createJsScanner()],
  ])('are refused by the scanner %s', (_name, scanner) => {
    const stranger: FrameRules = { spec };
    expect(() => scanner.scan(stranger, false)).toThrow(TypeError);
  });
});

describe('the room for rules in WebAssembly', () => {
  it('is not used up by rules that are the same, and says clearly when it is', () => {
    const scanner = createScanner();
    for (let i = 0; i < 1000; i++) scanner.scan(compileRules({ ...spec }), false);
    const different = (seed: number) => {
      const requests = new Map<number, LengthRule>();
      for (let key = 0; key < 256; key++)
        requests.set(key, { fixed: 8, countAt: 2, countMax: seed * 256 + key });
      return compileRules({ ...empty, requests });
    };
    expect(() => {
      for (let seed = 0; seed < 256; seed++) scanner.scan(different(seed), false);
    }).toThrow(/no room for further frame rules/);
    expect(scanner.scan(rules, false)).toBe(0);
    scanner.release();
  });
});
