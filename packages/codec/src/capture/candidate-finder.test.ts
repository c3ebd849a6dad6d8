import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { crc16Bitwise } from '../js/crc16-bitwise.js';
import { concat, frame, readRequest, readResponse } from '../modbus-like.fixture.js';
import { cuts, stream } from '../streams.fixture.js';
import type { CandidateFinder } from './candidate-finder.js';
import { createCandidateFinder } from './create-candidate-finder.js';
import { createJsCandidateFinder } from './js/candidate-finder.js';
import { CANDIDATES_PER_END, PIECE } from './layout.js';
import { foundCandidates, naiveCandidates } from './naive-candidates.fixture.js';
import { WasmCandidateFinder } from './wasm/candidate-finder.js';

/** A repeatable source of whole numbers from 0 to 255. */
function randomBytes(seed: number) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) & 0xff;
  };
}

/** Two bytes after which the register is what it was: each of them may begin every frame that ends behind them. */
function standstill(): Uint8Array {
  for (let pair = 0; pair < 65536; pair++) {
    const bytes = Uint8Array.of(pair & 0xff, pair >> 8);
    if (crc16Bitwise(bytes) === 0xffff) return bytes;
  }
  throw new Error('there is no such pair');
}

const zeros = (count: number) => new Uint8Array(count);
const repeated = (count: number, ...pattern: number[]) =>
  Uint8Array.from({ length: count * pattern.length }, (_, i) => pattern[i % pattern.length]!);

const streams = {
  noise: fc.uint8Array({ maxLength: 1500, size: 'max' }),
  'mostly zeros': fc
    .array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ max: 255, min: 0 }) },
      ),
      { maxLength: 1500, size: 'max' },
    )
    .map(bytes => Uint8Array.from(bytes)),
  'two values': fc
    .tuple(fc.nat(255), fc.nat(255), fc.array(fc.boolean(), { maxLength: 1500, size: 'max' }))
    .map(([a, b, bits]) => Uint8Array.from(bits, bit => (bit ? a : b))),
  'frames, damage, noise and bytes made to mislead': stream,
} as const;

describe.each<[string, () => CandidateFinder]>([
  ['in WebAssembly', createCandidateFinder],
  ['in JavaScript', createJsCandidateFinder],
])('the candidates found %s', (_name, create) => {
  let finder: CandidateFinder;
  beforeEach(() => {
    finder = create();
  });

  it.each(Object.entries(streams))(
    'are those of the naive search in %s, whole and in chunks',
    (_kind, bytes) => {
      fc.assert(
        fc.property(bytes, cuts, (data, sizes) => {
          const expected = naiveCandidates(data);
          finder.clear();
          expect(foundCandidates(finder, data)).toEqual(expected);
          finder.clear();
          expect(foundCandidates(finder, data, sizes)).toEqual(expected);
        }),
        { numRuns: 120 },
      );
    },
  );

  it('are those of the naive search in 140 KiB of noise and frames, past every period of the tables', () => {
    const next = randomBytes(97);
    const parts: Uint8Array[] = [];
    for (let size = 0; size < 140 * 1024; size += parts.at(-1)!.length) {
      const kind = next() & 3;
      if (kind === 0) parts.push(Uint8Array.from({ length: next() + 1 }, next));
      else if (kind === 1) parts.push(readRequest(1 + (next() & 7), next(), 1 + (next() & 63)));
      else
        parts.push(
          readResponse(1 + (next() & 7), ...Array.from({ length: 1 + (next() & 63) }, () => next() << 4)),
        );
    }
    const bytes = concat(...parts);
    expect(foundCandidates(finder, bytes, [1, 4096, 8192, 77])).toEqual(naiveCandidates(bytes));
  });

  it('have 4 to 256 bytes', () => {
    const body = Array.from({ length: 255 }, (_, i) => (i * 7 + 1) & 0xff);
    const lengthsOf = (bytes: Uint8Array) => {
      finder.clear();
      return foundCandidates(finder, bytes).filter(found => found.startsWith(`${bytes.length}-`));
    };
    expect(lengthsOf(frame(body[0]!))).toEqual([]);
    expect(lengthsOf(frame(1, 7))).toEqual(['4-4']);
    expect(lengthsOf(frame(...body.slice(0, 254)))).toContain('256-256');
    expect(lengthsOf(frame(...body))).not.toContain('257-257');
  });

  it('are a frame with any number of the zeros behind it', () => {
    const answer = readResponse(1, 5);
    const found = foundCandidates(finder, concat(answer, zeros(20)));
    expect(found.filter(candidate => /^(\d+)-\1$/.test(candidate))).toEqual(
      Array.from({ length: 21 }, (_, more) => `${7 + more}-${7 + more}`),
    );
  });

  it('are a frame whose last byte is 00 with and without that byte', () => {
    const values = Array.from({ length: 2000 }, (_, value) => readResponse(1, 0x4120, value));
    const answers = values.filter(answer => answer.at(-1) === 0);
    expect(answers.length).toBeGreaterThan(3);
    for (const answer of answers) {
      finder.clear();
      expect(foundCandidates(finder, answer)).toEqual(['8-8', '9-9']);
    }
  });

  it('are made of FF FF 00 00', () => {
    expect(foundCandidates(finder, repeated(2, 0xff, 0xff, 0, 0))).toEqual(
      naiveCandidates(repeated(2, 0xff, 0xff, 0, 0)),
    );
    finder.clear();
    expect(foundCandidates(finder, Uint8Array.of(0xff, 0xff, 0, 0))).toEqual(['4-4']);
  });

  it('are the shortest eight where a hundred end at the same byte', () => {
    const bytes = concat(repeated(126, ...standstill()), Uint8Array.of(0xff, 0xff));
    const all = Array.from({ length: 127 }, (_, i) => crc16Bitwise(bytes.subarray(2 * i)));
    expect(all.slice(0, 126).every(crc => crc === 0)).toBe(true);
    const found = foundCandidates(finder, bytes);
    expect(found).toEqual(Array.from({ length: CANDIDATES_PER_END }, (_, i) => `254-${4 + 2 * i}`));
    expect(found).toEqual(naiveCandidates(bytes));
  });

  it('are those of the naive search where starts crowd into few buckets', () => {
    const pair = standstill();
    const next = randomBytes(5);
    const crowded = Array.from({ length: 400 }, () => {
      const kind = next() & 7;
      if (kind < 5) return repeated(1 + (next() & 31), ...pair);
      return kind === 5 ? Uint8Array.of(0xff, 0xff) : Uint8Array.from({ length: next() & 3 }, next);
    });
    const bytes = concat(...crowded);
    expect(foundCandidates(finder, bytes, [3, 500])).toEqual(naiveCandidates(bytes));
  });

  it('do not begin in what was there before clear', () => {
    const bytes = readRequest(1, 0, 1);
    finder.write(bytes.subarray(0, 5));
    finder.clear();
    expect(finder.count).toBe(0);
    expect(foundCandidates(finder, bytes.subarray(5))).toEqual([]);
    finder.clear();
    expect(foundCandidates(finder, bytes)).toEqual(['8-8']);
  });

  it('come from a limited number of bytes per write, which says how many it took', () => {
    expect(finder.write(zeros(PIECE + 10))).toBe(PIECE);
    expect(finder.write(zeros(20), 15)).toBe(5);
    expect(finder.write(zeros(20), 20)).toBe(0);
    expect(() => finder.write(zeros(20), 21)).toThrow(RangeError);
    expect(() => finder.write(zeros(20), -1)).toThrow(RangeError);
    expect(() => finder.write(zeros(20), 0.5)).toThrow(RangeError);
  });
});

describe('finders in WebAssembly', () => {
  it('are what is made where WebAssembly is allowed', () => {
    expect(createCandidateFinder()).toBeInstanceOf(WasmCandidateFinder);
  });

  it('take turns in one memory and do not disturb each other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), stream), { maxLength: 12 }), turns => {
        const finders = Array.from({ length: 4 }, createCandidateFinder);
        const twins = Array.from({ length: 4 }, createJsCandidateFinder);
        for (const [which, bytes] of turns) {
          expect(foundCandidates(finders[which]!, bytes, [97])).toEqual(
            foundCandidates(twins[which]!, bytes, [97]),
          );
          if (bytes.length % 5 === 0) {
            finders[which]!.clear();
            twins[which]!.clear();
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
