import fc from 'fast-check';
import { concat, frame, spec as usual } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import type { Expectation, FrameRulesSpec, LengthRule } from './scanner.js';
import { soundFrame } from './streams.fixture.js';

const open: LengthRule = { fixed: 0, open: true };
const identification: LengthRule = {
  fixed: 10,
  walk: { countAt: 7, from: 8, head: 2, lengthAt: 1 },
  when: { at: 2, equals: 0x0e, otherwise: open },
};
const diagnostics: LengthRule = {
  fixed: 8,
  open: true,
  when: { at: 3, equals: 0, otherwise: { fixed: 8 } },
};

/** The common functions, and those whose frames end by their items or by silence. */
export const spec: FrameRulesSpec = {
  ...usual,
  requests: new Map<number, LengthRule>([
    ...usual.requests,
    [8, diagnostics],
    [0x2b, { fixed: 7, when: { at: 2, equals: 0x0e, otherwise: open } }],
  ]),
  responses: new Map<number, LengthRule>([
    ...usual.responses,
    [8, diagnostics],
    [0x2b, identification],
    [0xab, { fixed: 5 }],
  ]),
  others: open,
};

export const rules = compileRules(spec);
export const monitorSpec: FrameRulesSpec = { ...spec, preferLonger: true };
export const monitorRules = compileRules(monitorSpec);

/** A device identification with these values. */
export function identify(unit: number, ...values: string[]): Uint8Array {
  const items = values.map((value, id) => [id, value.length, ...new TextEncoder().encode(value)]);
  return frame(unit, 0x2b, 0x0e, 1, 1, 0, 0, values.length, ...items.flat());
}

const text = fc.string({ maxLength: 12 });
const data = fc.array(fc.nat(255), { maxLength: 30 });

/** Sound frames of every shape that these rules know. */
const anyFrame = fc.oneof(
  soundFrame,
  fc.array(text, { maxLength: 5 }).map(values => identify(1, ...values)),
  data.map(bytes => frame(1, 0x41, ...bytes)),
  data.map(bytes => frame(1, 0x2b, 0x0d, ...bytes)),
  data.map(bytes => frame(1, 8, 0, 0, ...bytes)),
  fc.nat(255).map(sub => frame(1, 8, 0, sub, 0x37, 0)),
  fc.constant(frame(1, 0x2b, 0x0e, 1, 0)),
);

const damaged = fc
  .tuple(anyFrame, fc.nat(), fc.nat(7))
  .map(([bytes, at, bit]) => bytes.map((value, i) => (i === at % bytes.length ? value ^ (1 << bit) : value)));
const truncated = fc.tuple(anyFrame, fc.nat()).map(([bytes, at]) => bytes.slice(0, at % bytes.length));
const misleading = fc.oneof(
  fc
    .tuple(
      fc.constantFrom([1, 0x41], [0, 0x2b, 14], [1, 0x2b, 14, 1, 1, 0, 0, 120, 0, 0], [1, 8, 0]),
      fc.nat(60),
    )
    .map(([pattern, times]) =>
      Uint8Array.from({ length: times * pattern.length }, (_, i) => pattern[i % pattern.length]!),
    ),
  fc
    .uint8Array({ maxLength: 300 })
    .map(bytes => bytes.map(value => [1, 3, 0x2b, 14, 0, 8, 0x41, 2][value & 7]!)),
  // A sound frame with one 00 more, which leaves the checksum right.
  anyFrame.map(bytes => concat(bytes, Uint8Array.of(0))),
);

const part = fc.oneof(
  { weight: 5, arbitrary: anyFrame },
  { weight: 2, arbitrary: damaged },
  { weight: 2, arbitrary: truncated },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  { weight: 1, arbitrary: misleading },
);

const awaitedHead = fc.constantFrom<Expectation>(
  { head: Uint8Array.of(1, 0x41), length: 0 },
  { head: Uint8Array.of(1, 0x2b, 0x0d), length: 0 },
  { head: Uint8Array.of(1, 0x41), length: 12 },
  { head: Uint8Array.of(1, 3), length: 0 },
  { head: Uint8Array.of(1, 8, 0, 0), length: 0 },
  { head: Uint8Array.of(1, 3, 4), length: 9 },
  { head: Uint8Array.of(1, 0x83), length: 5 },
  { head: Uint8Array.of(1, 0x2b, 0x0e), length: 500 },
);

/** What is heard between silences, and what is awaited. */
export const turns = fc.array(
  fc.array(part, { maxLength: 6 }).map(parts => concat(...parts)),
  { maxLength: 5 },
);
export const awaited = fc.array(awaitedHead, { maxLength: 5 });
