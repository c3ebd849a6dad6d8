import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { listen } from './listen.fixture.js';
import { hasGoodChecksum, rules, spec } from './modbus-like.fixture.js';
import type { LengthRule } from './scanner.js';
import { cuts, stream } from './streams.fixture.js';

/** Every length that a frame starting at `at` may have, read from the specification with no regard to speed. */
function lengthsAt(bytes: Uint8Array, at: number): number[] {
  const key = bytes[at + 1];
  if (key === undefined || bytes[at]! > spec.addressMax) return [];
  const lengths = [spec.requests.get(key), spec.responses.get(key)].map(rule => lengthOf(rule, bytes, at));
  return lengths.filter(length => length >= 4 && length <= spec.lengthMax).sort((a, b) => a - b);
}

function lengthOf(rule: LengthRule | undefined, bytes: Uint8Array, at: number): number {
  if (!rule) return -1;
  if (rule.countAt === undefined) return rule.fixed;
  const width = rule.countBytes ?? 1;
  const digits = [...bytes.slice(at + rule.countAt, at + rule.countAt + width)];
  if (digits.length < width) return -1;
  const count = digits.reduce((value, digit) => 256 * value + digit, 0);
  const legal =
    count >= (rule.countMin ?? 0) && count <= (rule.countMax ?? 65535) && count % (rule.countStep ?? 1) === 0;
  return legal ? rule.fixed + count : -1;
}

/** The frames of a whole capture by the definition: the first good length at each anchor, else one byte further. */
function framesByDefinition(bytes: Uint8Array): number[][] {
  const frames: number[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = lengthsAt(bytes, at).find(
      n => at + n <= bytes.length && hasGoodChecksum(bytes.subarray(at, at + n)),
    );
    if (length) frames.push([at, length]);
    at += length ?? 1;
  }
  return frames;
}

describe('a scanner that awaits nothing', () => {
  it('finds the frames of the definition, however the stream was cut', () => {
    const scanner = createScanner();
    fc.assert(
      fc.property(stream, cuts, (bytes, sizes) => {
        scanner.clear();
        const { frames } = listen(scanner, rules, bytes, { cuts: sizes });
        expect(frames.map(record => [record.at, record.bytes.length])).toEqual(framesByDefinition(bytes));
      }),
      { numRuns: 400 },
    );
    scanner.release();
  });
});
