import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mulberry32 } from '@bus/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInputs, writeInputs } from './input-file.js';
import { mutate } from './mutate.js';
import { shrink } from './shrink.js';

describe('a file of inputs', () => {
  it('gives every input back, text or not, each once and the shortest first', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    const file = join(folder, 'inputs.txt');
    const text = fc.string().map(characters => new TextEncoder().encode(characters));
    const input = fc.oneof(text, fc.uint8Array()).filter(({ length }) => length > 0);
    fc.assert(
      fc.property(fc.array(input), inputs => {
        writeInputs(file, [...inputs, ...inputs]);
        const key = (bytes: Uint8Array) => bytes.join();
        expect(new Set(readInputs(file).map(key))).toEqual(new Set(inputs.map(key)));
        expect(readInputs(file)).toHaveLength(new Set(inputs.map(key)).size);
      }),
      { numRuns: 50 },
    );
    rmSync(folder, { recursive: true });
  });
});

describe('a mutation', () => {
  it('is never longer than may be, and the same for the same seed', () => {
    const words = [Uint8Array.of(1, 2, 3)];
    const all = (seed: number) => {
      const random = mulberry32(seed);
      const other = () => Uint8Array.of(7, 8, 9);
      return Array.from({ length: 500 }, () =>
        mutate(Uint8Array.of(1, 3, 0, 0), { random, longest: 20, words, other }),
      );
    };
    expect(Math.max(...all(1).map(({ length }) => length))).toBe(20);
    expect(all(1)).toEqual(all(1));
    expect(all(2)).not.toEqual(all(1));
  });
});

describe('shrinking', () => {
  it('leaves what the failure needs and nothing else', async () => {
    const input = Uint8Array.from({ length: 100 }, (_, index) => index);
    const needed = async (bytes: Uint8Array) => bytes.includes(17) && bytes.includes(80);
    expect(await shrink(input, needed)).toEqual(Uint8Array.of(17, 80));
  });
});
