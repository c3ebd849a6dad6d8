import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, readRequest, rules as rtu } from './modbus-like.fixture.js';
import { compilePrefixed, type PrefixedSpec } from './prefixed.js';
import { RecordKind, type Scanner } from './scanner.js';
import { cuts } from './streams.fixture.js';

const spec: PrefixedSpec = {
  headLength: 6,
  lengthAt: 4,
  lengthBytes: 2,
  lengthMin: 2,
  lengthMax: 254,
  fixed: { at: 2, bytes: [0, 0] },
};
const mbap = compilePrefixed(spec);

/** An ADU of Modbus TCP. */
function adu(transaction: number, ...body: number[]): Uint8Array {
  return Uint8Array.from([transaction >> 8, transaction & 255, 0, 0, 0, body.length, ...body]);
}

const three = [adu(1, 1, 3, 0, 0, 0, 1), adu(2, 1, 7), adu(0xffff, 1, ...new Array<number>(253).fill(0))];
const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];

describe.each(scanners)('frames that begin with their length, %s', (_name, scanner) => {
  const hear = (bytes: Uint8Array, sizes: readonly number[] = [1], silent = false) => {
    scanner.clear();
    return listen(scanner, mbap, bytes, { cuts: sizes, silent });
  };

  it('are delivered when several come in one chunk', () => {
    const { records } = hear(concat(...three), [4000]);
    expect(records.map(record => record.kind)).toEqual([1, 1, 1]);
    expect(records.map(record => record.bytes)).toEqual(three.map(one => [...one]));
  });

  it('are delivered at their last byte, cut anywhere', () => {
    const bytes = concat(...three);
    for (let cut = 1; cut < bytes.length; cut++) {
      const { records } = hear(bytes, [cut, bytes.length]);
      expect(records.map(record => record.bytes.length)).toEqual([12, 8, 260]);
    }
    expect(hear(bytes).records.map(record => record.heard)).toEqual([12, 20, 280]);
  });

  it('wait through silence', () => {
    const [first] = three as [Uint8Array];
    for (let cut = 1; cut < first.length; cut++) {
      const listener = hear(first.slice(0, cut), [1], true);
      expect(listener.records).toEqual([]);
      expect(listener.hear(first.slice(cut)).records).toMatchObject([{ kind: 1, bytes: [...first] }]);
    }
  });

  it.each([
    ['another protocol', [0, 1, 0, 1, 0, 2, 1, 7]],
    ['a length of 0', [0, 1, 0, 0, 0, 0, 1, 7]],
    ['a length of 1', [0, 1, 0, 0, 0, 1, 1, 7]],
    ['a length of 255', [0, 1, 0, 0, 0, 255, 1, 7]],
    ['a length of 65535', [0, 1, 0, 0, 255, 255, 1, 7]],
  ])('end for good at a head with %s', (_what, bad) => {
    const { records } = hear(concat(three[0]!, Uint8Array.from(bad), three[1]!), [4000]);
    expect(records).toMatchObject([
      { kind: RecordKind.FRAME, at: 0 },
      { kind: RecordKind.BROKEN, at: 12, bytes: [...bad, ...three[1]!] },
    ]);
    const listener = hear(Uint8Array.from(bad));
    scanner.expect([]);
    listener.silence().hear(three[1]!);
    expect(listener.records.filter(record => record.kind !== RecordKind.BROKEN)).toEqual([]);
    expect(listener.records.flatMap(record => record.bytes)).toEqual([...bad, ...three[1]!]);
    expect(hear(three[1]!).records).toMatchObject([{ kind: RecordKind.FRAME }]);
  });

  it('are the same however the stream was cut, and every byte is in one record', () => {
    const piece = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.array(fc.nat(255), { minLength: 2, maxLength: 40 }).map(body => adu(7, ...body)),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 100, size: 'max' }), cuts, (pieces, sizes) => {
        const bytes = concat(...pieces);
        const framesIn = (chunks: readonly number[]) => {
          const { records, frames } = hear(bytes, chunks);
          const seen = records.flatMap(record => record.bytes);
          expect(seen).toEqual([...bytes.subarray(0, seen.length)]);
          expect(scanner.end - scanner.start).toBe(bytes.length - seen.length);
          expect(scanner.end - scanner.start).toBeLessThan(260);
          return frames.map(record => [record.at, record.bytes]);
        };
        const whole = framesIn([4000]);
        expect(framesIn(sizes)).toEqual(whole);
        expect(framesIn([1])).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('may have a length of one byte at the very front', () => {
    const short = compilePrefixed({ headLength: 1, lengthAt: 0, lengthBytes: 1, lengthMin: 0, lengthMax: 3 });
    scanner.clear();
    const { records } = listen(scanner, short, Uint8Array.of(0, 2, 8, 9, 3, 1), { silent: false });
    expect(records.map(record => record.bytes)).toEqual([[0], [2, 8, 9]]);
  });

  it('may take turns with other rules on one line', () => {
    scanner.clear();
    scanner.write(three[0]!);
    expect(scanner.scan(mbap, false)).toBe(1);
    scanner.write(readRequest(1, 0, 1));
    expect(scanner.scan(rtu, false)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([RecordKind.FRAME, 0, 8]);
  });
});

describe('compilePrefixed', () => {
  it.each<[string, Partial<PrefixedSpec>]>([
    ['headLength is 0, must be 1..64', { headLength: 0 }],
    ['lengthBytes is 3, must be 1 or 2', { lengthBytes: 3 as 2 }],
    ['lengthAt is 5, must be 0..4', { lengthAt: 5 }],
    ['lengthMax is 2043, must be 0..2042', { lengthMax: 2043 }],
    ['lengthMin is 255, must be 0..254 (lengthMax)', { lengthMin: 255 }],
    ['fixed.at is 5, must be 0..4', { fixed: { at: 5, bytes: [0, 0] } }],
    ['fixed.bytes has 256, must be bytes 0..255', { fixed: { at: 0, bytes: [256] } }],
  ])('refuses a description and says why: %s', (message, change) => {
    expect(() => compilePrefixed({ ...spec, ...change })).toThrow(new RangeError(message));
  });
});
