import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaited, monitorRules, monitorSpec, rules, spec, turns } from './all-functions.fixture.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { framesOf, type Heard, listenToTurns } from './listen.fixture.js';
import { hasGoodChecksum } from './modbus-like.fixture.js';
import type { FrameRulesSpec, LengthRule, Scanner } from './scanner.js';
import { cuts } from './streams.fixture.js';

const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];
const kinds = [
  { name: 'a participant', compiled: rules, from: spec },
  { name: 'a monitor', compiled: monitorRules, from: monitorSpec },
];

const show = ({ at, bytes }: Heard) => `${at}: ${bytes.join(' ')}`;

describe.each(kinds)('the scanner of $name, with rules for every function', ({ compiled, from }) => {
  it('gives the same records in WebAssembly and in JavaScript', () => {
    fc.assert(
      fc.property(turns, awaited, cuts, (heard, expected, sizes) => {
        const [a, b] = scanners.map(([, scanner]) => {
          scanner.clear();
          return listenToTurns(scanner, compiled, heard, { expected, cuts: sizes });
        });
        expect(a).toEqual(b);
      }),
      { numRuns: 500 },
    );
  });

  it.each(scanners)('gives the same frames for every way of cutting the stream, %s', (_name, scanner) => {
    fc.assert(
      fc.property(turns, awaited, cuts, (heard, expected, sizes) => {
        const hear = (chunks?: readonly number[]) => {
          scanner.clear();
          const options = { expected, ...(chunks && { cuts: chunks }) };
          return framesOf(listenToTurns(scanner, compiled, heard, options)).map(show);
        };
        const whole = hear();
        expect(hear(sizes)).toEqual(whole);
        expect(hear([1])).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('finds the frames of the definition when nothing is awaited', () => {
    const scanner = createScanner();
    fc.assert(
      fc.property(turns, cuts, (heard, sizes) => {
        scanner.clear();
        const frames = framesOf(listenToTurns(scanner, compiled, heard, { cuts: sizes }));
        const wanted = heard.map(bytes => framesByDefinition(bytes, from));
        expect(frames.map(record => record.bytes)).toEqual(wanted.flat());
      }),
      { numRuns: 400 },
    );
    scanner.release();
  });

  it('covers the stream without gap or overlap', () => {
    const [[, scanner]] = scanners as [[string, Scanner]];
    fc.assert(
      fc.property(turns, awaited, cuts, (heard, expected, sizes) => {
        scanner.clear();
        const records = listenToTurns(scanner, compiled, heard, { expected, cuts: sizes });
        const all = heard.flatMap(bytes => [...bytes]);
        expect(records.flatMap(record => record.bytes)).toEqual(all);
      }),
    );
  });
});

/** The rule that holds for the frame, read with no regard to speed. */
function ruleFor(key: number, bytes: Uint8Array, side: 'requests' | 'responses', from: FrameRulesSpec) {
  const known = from.requests.has(key) || from.responses.has(key);
  const rule = known || key < 1 || key > 127 ? from[side].get(key) : from.others;
  if (!rule?.when) return rule;
  const value = bytes[rule.when.at];
  if (value === undefined) return undefined;
  return value === rule.when.equals ? rule : rule.when.otherwise;
}

function lengthOf(rule: LengthRule | undefined, bytes: Uint8Array): number | undefined {
  if (!rule || rule.fixed === 0) return undefined;
  const { fixed, walk, countAt, countBytes = 1, countMin = 0, countMax = 65535, countStep = 1 } = rule;
  if (walk) {
    let [length, at] = [fixed, walk.from];
    for (let left = bytes[walk.countAt] ?? Number.NaN; left !== 0; left--) {
      const own = bytes[at + walk.lengthAt] ?? Number.NaN;
      length += walk.head + own;
      at += walk.head + own;
      if (Number.isNaN(length)) return undefined;
    }
    return length;
  }
  if (countAt === undefined) return fixed;
  const digits = bytes.slice(countAt, countAt + countBytes);
  const count = digits.reduce((value, digit) => 256 * value + digit, 0);
  const legal = count >= countMin && count <= countMax && count % countStep === 0;
  return legal && digits.length === countBytes ? fixed + count : undefined;
}

/** Length of the frame that begins a stretch which silence ends; 0 for none. */
function frameAt(bytes: Uint8Array, boundary: boolean, from: FrameRulesSpec): number {
  if (bytes.length < 2 || bytes[0]! > from.addressMax) return 0;
  const both = (['requests', 'responses'] as const).map(side => ruleFor(bytes[1]!, bytes, side, from));
  const isSound = (length: number) =>
    length >= 4 &&
    length <= from.lengthMax &&
    length <= bytes.length &&
    hasGoodChecksum(bytes.subarray(0, length));
  const lengths = both
    .map(rule => lengthOf(rule, bytes) ?? 0)
    .filter(length => length > 0)
    .sort((a, b) => a - b);
  const [shorter = 0, longer = 0] = lengths;
  if (from.preferLonger && isSound(shorter) && longer === shorter + 1 && isSound(longer)) return longer;
  const sound = lengths.find(isSound);
  if (sound) return sound;
  const rest = Math.min(bytes.length, from.lengthMax);
  return boundary && both.some(rule => rule?.open) && isSound(rest) ? rest : 0;
}

function framesByDefinition(bytes: Uint8Array, from: FrameRulesSpec): number[][] {
  const frames: number[][] = [];
  let boundary = true;
  for (let at = 0; at < bytes.length; ) {
    const length = frameAt(bytes.subarray(at), boundary, from);
    if (length > 0) frames.push([...bytes.subarray(at, at + length)]);
    boundary = length > 0;
    at += length || 1;
  }
  return frames;
}
