import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, loadCore, lrc8, sum8 } from './index.js';
import { crc16Bitwise, crc16 as crc16Js, lrc8 as lrc8Js, sum8 as sum8Js } from './js.js';
import { SCRATCH_AT, SCRATCH_SIZE } from './layout.js';

const core = loadCore()!;

/** The stretch, copied to an address in WASM memory that is `alignment` behind a multiple of 16. */
function inWasm(run: (at: number, length: number) => number, alignment: number) {
  return (bytes: Uint8Array, start: number, end: number) => {
    const at = SCRATCH_AT + alignment;
    core.memory.fill(0xa5, SCRATCH_AT, SCRATCH_AT + alignment + end - start + 32);
    core.memory.set(bytes.subarray(start, end), at);
    return run(at, end - start);
  };
}

const sumByDefinition = (bytes: Uint8Array, start: number, end: number) =>
  bytes.subarray(start, end).reduce((sum, byte) => (sum + byte) % 256, 0);
const lrcByDefinition = (bytes: Uint8Array, start: number, end: number) =>
  (256 - sumByDefinition(bytes, start, end)) % 256;

type Checksum = (bytes: Uint8Array, start: number, end: number) => number;
const implementations: [string, Checksum, Checksum][] = [
  ['crc16', crc16, crc16Bitwise],
  ['crc16 in JavaScript', crc16Js, crc16Bitwise],
  ['sum8', sum8, sumByDefinition],
  ['sum8 in JavaScript', sum8Js, sumByDefinition],
  ['lrc8', lrc8, lrcByDefinition],
  ['lrc8 in JavaScript', lrc8Js, lrcByDefinition],
  ...[0, 1, 3, 8, 15].flatMap((alignment): [string, Checksum, Checksum][] => [
    [`crc16 in WebAssembly, alignment ${alignment}`, inWasm(core.crc16, alignment), crc16Bitwise],
    [`sum8 in WebAssembly, alignment ${alignment}`, inWasm(core.sum8, alignment), sumByDefinition],
    [`lrc8 in WebAssembly, alignment ${alignment}`, inWasm(core.lrc8, alignment), lrcByDefinition],
  ]),
];

const noise = new Uint8Array(4096);
for (let i = 0, value = 1; i < noise.length; i++) {
  value = (value * 48271) % 2147483647;
  noise[i] = value >> 8;
}

describe.each(implementations)('%s', (_name, run, definition) => {
  it('agrees with the definition for every length up to 600 at several offsets', () => {
    const wrong: string[] = [];
    for (const start of [0, 1, 5, 16, 63]) {
      for (let length = 0; length <= 600; length++) {
        const got = run(noise, start, start + length);
        if (got !== definition(noise, start, start + length)) wrong.push(`${start}+${length}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('agrees with the definition for bytes of every kind', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 700 }),
      fc.tuple(fc.nat(255), fc.nat(700)).map(([value, length]) => new Uint8Array(length).fill(value)),
    );
    fc.assert(
      fc.property(bytes, data => {
        expect(run(data, 0, data.length)).toBe(definition(data, 0, data.length));
      }),
      { numRuns: 200 },
    );
  });
});

describe('check values', () => {
  const text = (value: string) => new TextEncoder().encode(value);

  it.each([
    ['crc16', crc16],
    ['crc16 in JavaScript', crc16Js],
    ['crc16Bitwise', crc16Bitwise],
  ])('of %s', (_name, run) => {
    expect(run(text('123456789'))).toBe(0x4b37);
    expect(run(text(''))).toBe(0xffff);
    expect(run(Uint8Array.of(0x02, 0x07))).toBe(0x1241);
  });

  it.each([
    ['lrc8', lrc8],
    ['lrc8 in JavaScript', lrc8Js],
  ])('of %s', (_name, run) => {
    expect(run(text('123456789'))).toBe(0x23);
    expect(run(text('ABCDE'))).toBe(0xb1);
    expect(run(text(''))).toBe(0);
  });

  it('of sum8', () => {
    expect(sum8(text('$012'))).toBe(0xb7);
    expect(sum8(new Uint8Array(257).fill(255))).toBe(255);
  });
});

describe('the public checksums', () => {
  it('work on more bytes than the scratch area holds', () => {
    for (const length of [SCRATCH_SIZE - 1, SCRATCH_SIZE, SCRATCH_SIZE + 1, 2 * SCRATCH_SIZE + 17]) {
      const bytes = Uint8Array.from({ length: length + 2 }, (_, i) => noise[i & 4095]! ^ (i >> 12));
      expect(crc16(bytes)).toBe(crc16Bitwise(bytes));
      expect(crc16(bytes, 1, length)).toBe(crc16Bitwise(bytes, 1, length));
      expect(sum8(bytes, 1)).toBe(sumByDefinition(bytes, 1, bytes.length));
    }
  });

  it.each([
    ['crc16', crc16],
    ['lrc8', lrc8],
    ['sum8', sum8],
    ['crc16 in JavaScript', crc16Js],
    ['lrc8 in JavaScript', lrc8Js],
    ['sum8 in JavaScript', sum8Js],
  ])('refuse a stretch that is not inside the bytes: %s', (_name, run) => {
    const bytes = new Uint8Array(10);
    for (const [start, end] of [[0, 11], [-1, 5], [6, 5], [0.5, 5], [0, Number.NaN], [11]]) {
      expect(() => run(bytes, start, end), `${start}..${end}`).toThrow(RangeError);
    }
    expect(() => run(bytes, 10, 10)).not.toThrow();
  });
});
