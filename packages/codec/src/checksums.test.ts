import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendCrc16, crc16, loadCore, lrc8, sum8 } from './index.js';
import { crc16Bitwise, crc16 as crc16Js, lrc8 as lrc8Js, sum8 as sum8Js } from './js.js';
import { FOLD_MAX, SCRATCH_AT, SCRATCH_SIZE, SEQUENCE_PERIOD, SLOTS_AT, WORDS_SIZE } from './layout.js';
import { crc16InMemory, instance } from './wasm/instance.js';

const core = loadCore()!;
const crc16OfCore = (at: number, length: number) => instance()!.exports.crc16(at, length, 0xffff);

/** The stretch, copied to WASM memory, where it begins as many bytes behind a multiple of 32 as in `bytes`. */
function inWasm(run: (at: number, length: number) => number) {
  return (bytes: Uint8Array, start: number, end: number) => {
    const at = SCRATCH_AT + (start & 31);
    core.memory.fill(0xa5, SCRATCH_AT, at + end - start + 32);
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
  ['crc16 in WebAssembly', inWasm(core.crc16), crc16Bitwise],
  ['crc16 in WebAssembly, by the core module alone', inWasm(crc16OfCore), crc16Bitwise],
  ['sum8 in WebAssembly', inWasm(core.sum8), sumByDefinition],
  ['lrc8 in WebAssembly', inWasm(core.lrc8), lrcByDefinition],
];

const noise = new Uint8Array(4096);
for (let i = 0, value = 1; i < noise.length; i++) {
  value = (value * 48271) % 2147483647;
  noise[i] = value >> 8;
}

const lengths = Array.from({ length: 601 }, (_, length) => length);
const starts = Array.from({ length: 17 }, (_, start) => start);
/** What each definition says of every stretch, computed once. */
const wanted = new Map(
  [crc16Bitwise, sumByDefinition, lrcByDefinition].map(definition => [
    definition,
    starts.map(start => lengths.map(length => definition(noise, start, start + length))),
  ]),
);

describe.each(implementations)('%s', (_name, run, definition) => {
  it('agrees with the definition for every length up to 600 at 17 alignments', () => {
    const got = starts.map(start => lengths.map(length => run(noise, start, start + length)));
    expect(got).toEqual(wanted.get(definition));
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

describe('a CRC put behind its bytes', () => {
  it('is that of the definition, whatever their number', () => {
    for (const length of lengths) {
      const bytes = Uint8Array.from([...noise.subarray(0, length), 0xee, 0xee, 0xee]);
      expect(appendCrc16(bytes, length)).toBe(length + 2);
      const crc = crc16Bitwise(noise, 0, length);
      expect([...bytes.subarray(length)]).toEqual([crc & 0xff, crc >> 8, 0xee]);
    }
  });

  it('of six bytes is that of the definition for bytes of every kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), six => {
        const frame = Uint8Array.of(...six, 0, 0);
        appendCrc16(frame, 6);
        expect(crc16Bitwise(frame)).toBe(0);
      }),
    );
  });

  it.each([-1, 0.5, 5, 6, Number.NaN, Number.POSITIVE_INFINITY])('needs room: not behind %d of 6', end => {
    const bytes = new Uint8Array(6);
    expect(() => appendCrc16(bytes, end)).toThrow(RangeError);
    expect([...bytes]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('crc16 of long data', () => {
  // No scanner uses the memory for slots here.
  const at = SLOTS_AT + 5;
  const bytes = Uint8Array.from({ length: 600_000 }, (_, i) => noise[i & 4095]! ^ (i >> 12));
  const around = (length: number) => [-2, -1, 0, 1, 2, 3].map(more => length + more);
  /** Where another row begins, where a pass of eight rows ends, and where blocks are folded and bytes are collapsed from. */
  const thresholds = [1, 2, 3, 8, 9, 16, 17].map(rows => rows * SEQUENCE_PERIOD);
  const sizes = [WORDS_SIZE, FOLD_MAX].flatMap(size => [size, size + 16, size + 32]);
  const tested = [...thresholds, ...sizes].flatMap(around);

  it.each([0, 1, 15])('agrees with the definition around every threshold, %i bytes on', offset => {
    core.memory.set(bytes, at);
    for (const length of tested) {
      const got = core.crc16(at + offset, length);
      expect(got, `${length} bytes`).toBe(crc16Bitwise(bytes, offset, offset + length));
      expect(crc16Js(bytes, offset, offset + length), `${length} bytes in JavaScript`).toBe(got);
    }
  });

  it('leaves the bytes as they are', () => {
    core.memory.set(bytes, at);
    core.crc16(at, bytes.length);
    expect(core.memory.subarray(at, at + bytes.length)).toEqual(bytes);
  });

  it('gives 0 for data with its checksum', () => {
    const crc = crc16Bitwise(bytes);
    core.memory.set([...bytes.subarray(-2), crc & 0xff, crc >> 8], at + bytes.length - 2);
    core.memory.set(bytes.subarray(0, -2), at);
    expect(core.crc16(at, bytes.length + 2)).toBe(0);
  });

  it('continues a checksum, from any register and at any length', () => {
    const { crc16: ofCore } = instance()!.exports;
    core.memory.set(bytes, at);
    for (const [first, rest] of [
      [1, 1],
      [2, 17],
      [300, 33],
      [77, 300],
      [5, 70_001],
    ] as const) {
      const register = crc16Bitwise(bytes, 0, first);
      const whole = crc16Bitwise(bytes, 0, first + rest);
      expect(ofCore(at + first, rest, register)).toBe(whole);
      expect(crc16InMemory(instance()!, at + first, rest, register)).toBe(whole);
    }
  });
});

describe('crc16 in JavaScript', () => {
  /** Where another piece begins, and where what is left is long enough to be one. */
  const tested = [4096, 4096 + 60, 4096 + 120, 2 * 4096, 3 * 4096 + 120].flatMap(length =>
    [-2, -1, 0, 1, 2].map(more => length + more),
  );
  const bytes = Uint8Array.from({ length: 13_000 }, (_, i) => noise[i & 4095]! ^ (i >> 12));

  it('agrees with the definition around every length at which data are divided', () => {
    for (const length of tested) {
      const wanted = crc16Bitwise(bytes, 3, 3 + length);
      expect(crc16Js(bytes, 3, 3 + length), `${length} bytes of an array`).toBe(wanted);
      expect(crc16Js(bytes.slice(3, 3 + length)), `an array of ${length} bytes`).toBe(wanted);
    }
  });

  it.each([
    ['shared memory', new Uint8Array(new SharedArrayBuffer(9001), 1)],
    ['a Buffer', Buffer.alloc(9000)],
  ])('reads %s', (_name, data) => {
    data.set(bytes.subarray(0, 9000));
    for (const length of [250, 4096, 9000])
      expect(crc16Js(data, 0, length)).toBe(crc16Bitwise(bytes, 0, length));
  });

  it('leaves the bytes as they are', () => {
    const before = bytes.slice();
    crc16Js(bytes);
    crc16Js(bytes.subarray(0, 300));
    expect(bytes).toEqual(before);
  });

  it('forgets what it has read before', () => {
    const zeros = new Uint8Array(4096);
    for (const length of [4096, 300, 250, 120]) {
      crc16Js(bytes, 0, 4096);
      expect(crc16Js(zeros.subarray(0, length))).toBe(crc16Bitwise(zeros, 0, length));
    }
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
