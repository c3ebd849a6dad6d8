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

/** What a line may carry: frames, damaged and truncated ones, noise, and bytes made to mislead. */
export const stream = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: soundFrame },
      { weight: 2, arbitrary: damagedFrame },
      { weight: 2, arbitrary: truncatedFrame },
      { weight: 2, arbitrary: noise },
      { weight: 1, arbitrary: adversarial },
    ),
    { maxLength: 25 },
  )
  .map(parts => concat(...parts));

/** Awaited answers that such a stream may hold, with heads of every size. */
export const expectations: fc.Arbitrary<Expectation[]> = fc.array(
  fc.oneof(
    fc
      .tuple(soundFrame, fc.integer({ min: 2, max: 8 }))
      .map(([bytes, size]) => ({ head: bytes.slice(0, Math.min(size, bytes.length)), length: bytes.length })),
    fc.constantFrom(
      { head: Uint8Array.of(1, 3, 4), length: 9 },
      { head: Uint8Array.of(1, 0x83), length: 5 },
      { head: Uint8Array.of(1, 3), length: 7 },
      { head: Uint8Array.of(1, 3), length: 256 },
      { head: Uint8Array.of(1, 1), length: 100 },
      { head: Uint8Array.of(2, 3, 250), length: 255 },
    ),
  ),
  { maxLength: 16 },
);

/** Sizes of chunks. */
export const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
