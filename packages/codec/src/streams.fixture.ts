import fc from 'fast-check';
import { concat, frame, readRequest, readResponse } from './modbus-like.fixture.js';
import type { Expectation } from './scanner.js';

const byte = fc.nat(255);
const unit = fc.integer({ min: 1, max: 3 });
const word = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 0xffff, 0x0103, 0x0301));

/** Sound frames of every shape. */
export const soundFrame = fc.oneof(
  fc.tuple(unit, word, fc.integer({ min: 1, max: 125 })).map(args => readRequest(...args)),
  fc
    .tuple(unit, fc.array(word, { minLength: 1, maxLength: 12 }))
    .map(([u, registers]) => readResponse(u, ...registers)),
  fc
    .tuple(unit, fc.constantFrom(0x81, 0x83, 0x90), fc.integer({ min: 1, max: 11 }))
    .map(args => frame(...args)),
  fc
    .array(byte, { minLength: 2, maxLength: 20 })
    .map(data => data.slice(0, data.length & ~1))
    .map(data => frame(1, 16, 0, 7, 0, data.length / 2, data.length, ...data)),
  fc
    .tuple(unit, fc.array(byte, { minLength: 2, maxLength: 20 }))
    .map(([u, data]) => frame(u, 24, 0, data.length & ~1, ...data.slice(0, data.length & ~1))),
);

const damagedFrame = fc
  .tuple(soundFrame, fc.nat(), fc.nat(7))
  .map(([bytes, at, bit]) => bytes.map((value, i) => (i === at % bytes.length ? value ^ (1 << bit) : value)));

const truncatedFrame = fc.tuple(soundFrame, fc.nat()).map(([bytes, at]) => bytes.slice(0, at % bytes.length));

/** Bytes that keep many candidates open, or whose checksums are right by construction. */
const adversarial = fc.oneof(
  fc
    .tuple(
      fc.constantFrom([1, 3], [1, 3, 4], [1, 1], [1, 3, 250], [0xff, 0xff, 0, 0], [1, 16], [0]),
      fc.nat(40),
    )
    .map(([pattern, times]) =>
      Uint8Array.from({ length: times * pattern.length }, (_, i) => pattern[i % pattern.length]!),
    ),
  fc
    .uint8Array({ maxLength: 300 })
    .map(bytes => bytes.map(value => [1, 3, 4, 0x83, 0, 2, 16, 0xff][value & 7]!)),
);

const noise = fc.uint8Array({ maxLength: 40 });

const parts = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: soundFrame },
    { weight: 2, arbitrary: damagedFrame },
    { weight: 2, arbitrary: truncatedFrame },
    { weight: 2, arbitrary: noise },
    { weight: 1, arbitrary: adversarial },
  ),
  { maxLength: 25, size: 'max' },
);

/** What a line may carry: frames, damaged and truncated ones, noise, and bytes made to mislead. */
export const stream = parts.map(all => concat(...all));

const usualExpectation = fc.constantFrom<Expectation>(
  { head: Uint8Array.of(1, 3, 4), length: 9 },
  { head: Uint8Array.of(1, 0x83), length: 5 },
  { head: Uint8Array.of(1, 3), length: 7 },
  { head: Uint8Array.of(1, 3), length: 256 },
  { head: Uint8Array.of(1, 1), length: 100 },
  { head: Uint8Array.of(2, 3, 250), length: 255 },
);

/** Awaited answers, whether or not a stream holds them. */
export const expectations = fc.array(usualExpectation, { maxLength: 6 });

/** Which part of a stream is awaited, and by how many of its first bytes it is known. */
const pick = fc.tuple(fc.nat(24), fc.integer({ min: 2, max: 8 }));

/** A stream, and answers awaited in it: most of them are there, sound or damaged. */
export const line = fc
  .tuple(parts, fc.array(pick, { maxLength: 10 }), expectations)
  .map(([all, picks, usual]) => {
    const picked = picks.flatMap(([i, size]): Expectation[] => {
      const part = all[i];
      if (!part || part.length < 4 || part.length > 256) return [];
      return [{ head: part.slice(0, Math.min(size, part.length)), length: part.length }];
    });
    return { bytes: concat(...all), expected: [...picked, ...usual] };
  });

/** Sizes of chunks. */
export const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
