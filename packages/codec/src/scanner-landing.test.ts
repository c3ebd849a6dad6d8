import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBurst } from './burst.js';
import { createScanner } from './create-scanner.js';
import { compileDelimited } from './delimited.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { type Heard, type ListenOptions, listen } from './listen.fixture.js';
import { concat, readRequest, readResponse, rules } from './modbus-like.fixture.js';
import { compilePrefixed } from './prefixed.js';
import { LARGEST_FRAME, type Scanner, type ScanRules, WINDOW_SIZE } from './scanner.js';
import { cuts, line } from './streams.fixture.js';
import { specs, textExpectations, textStream } from './text-streams.fixture.js';

const scanners: [string, () => Scanner][] = [
  ['in WebAssembly', createScanner],
  ['in JavaScript', createJsScanner],
];
const prefixed = compilePrefixed({
  headLength: 6,
  lengthAt: 4,
  lengthBytes: 2,
  lengthMin: 2,
  lengthMax: 2000,
  fixed: { at: 2, bytes: [0, 0] },
});
const places = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 7 })
  .map(choices => (index: number) => choices[index % choices.length]!);

function show({ kind, at, bytes }: Heard): string {
  return `${kind} at ${at}: ${bytes.join(' ')}`;
}

describe.each(scanners)('the landing of a scanner %s', (_name, create) => {
  const framesOf = (search: ScanRules, bytes: Uint8Array, options: ListenOptions) => {
    const scanner = create();
    const { frames } = listen(scanner, search, bytes, options);
    scanner.release();
    return frames.map(show);
  };
  const sameFrames = (
    search: ScanRules,
    bytes: Uint8Array,
    options: ListenOptions,
    landed: (index: number) => boolean,
  ) => {
    const copied = framesOf(search, bytes, options);
    expect(framesOf(search, bytes, { ...options, landed: () => true })).toEqual(copied);
    expect(framesOf(search, bytes, { ...options, landed })).toEqual(copied);
  };

  it('gives the same frames as copying, also where both are mixed', () => {
    fc.assert(
      fc.property(line, cuts, fc.boolean(), places, ({ bytes, expected }, sizes, silent, landed) =>
        sameFrames(rules, bytes, { expected, cuts: sizes, silent }, landed),
      ),
      { numRuns: 200 },
    );
  });

  it('gives the same frames of text', () => {
    fc.assert(
      fc.property(specs, textStream, textExpectations, cuts, places, (spec, bytes, expected, sizes, landed) =>
        sameFrames(compileDelimited(spec), bytes, { expected, cuts: sizes }, landed),
      ),
      { numRuns: 100 },
    );
  });

  it('gives the same frames behind a length, up to the largest', () => {
    const adu = fc.tuple(fc.nat(0xffff), fc.integer({ min: 2, max: 2000 })).map(([id, length]) => {
      const head = [id >> 8, id & 255, 0, 0, length >> 8, length & 255];
      return concat(Uint8Array.from(head), new Uint8Array(length).fill(id));
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(adu, { maxLength: 8 }), sizes, places, (adus, chunks, landed) => {
        const bytes = concat(...adus);
        sameFrames(prefixed, bytes, { cuts: chunks, silent: false }, landed);
        expect(framesOf(prefixed, bytes, { cuts: chunks, landed })).toHaveLength(adus.length);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same burst', () => {
    const burst = compileBurst({ lengthMin: 1, lengthMax: 60, checksum: 'none' });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), cuts, places, (bytes, sizes, landed) =>
        sameFrames(burst, bytes, { cuts: sizes }, landed),
      ),
      { numRuns: 100 },
    );
  });

  it('is always the same memory, in the window, and what lies there is not copied', () => {
    const scanner = create();
    const landing = scanner.landing();
    expect(landing.buffer).toBe(scanner.window.buffer);
    expect(landing.byteOffset).toBe(scanner.window.byteOffset + LARGEST_FRAME);
    expect(landing.length).toBe(WINDOW_SIZE - LARGEST_FRAME);
    landing.set(readRequest(1, 0, 1), 3);
    expect(scanner.write(landing.subarray(3, 11))).toBe(8);
    expect([scanner.start, scanner.end]).toEqual([LARGEST_FRAME + 3, LARGEST_FRAME + 11]);
    scanner.clear();
    scanner.expect([{ head: Uint8Array.of(1, 3), length: 7 }]);
    expect(scanner.landing()).toBe(landing);
    scanner.release();
  });

  it('lets what is put there meanwhile touch nothing that is unread', () => {
    const scanner = create();
    const answer = readResponse(1, 5);
    scanner.landing().set(answer.subarray(0, 4));
    scanner.write(scanner.landing().subarray(0, 4));
    expect(scanner.scan(rules, false)).toBe(0);
    const landing = scanner.landing();
    landing.fill(0xff);
    scanner.expect([{ head: answer.subarray(0, 2), length: answer.length }]);
    landing.set(answer.subarray(4));
    scanner.write(landing.subarray(0, answer.length - 4));
    expect(scanner.scan(rules, false)).toBe(1);
    const [, offset, length] = scanner.records;
    expect([...scanner.window.subarray(offset, offset! + length!)]).toEqual([...answer]);
    scanner.release();
  });

  it('is left alone by what is copied and by what is reserved', () => {
    const scanner = create();
    const landing = scanner.landing();
    landing.fill(0xa5);
    const begun = Uint8Array.of(7, 8, 0, 0, 7, 0xd0);
    const listener = listen(scanner, prefixed, begun, { silent: false });
    const adu = concat(begun, new Uint8Array(2000));
    const stream = concat(new Uint8Array(2000), adu, adu, adu, adu.subarray(0, 1500));
    for (let at = 0; at < stream.length; at += 700) listener.hear(stream.subarray(at, at + 700));
    listener.hear(new Uint8Array(506));
    expect(listener.frames).toHaveLength(5);
    for (const room of [scanner.reserve(), scanner.write(new Uint8Array(WINDOW_SIZE))])
      expect(room).toBeLessThanOrEqual(LARGEST_FRAME);
    expect(scanner.write(Uint8Array.of(1))).toBe(0);
    expect(() => scanner.commit(1)).toThrow(RangeError);
    expect(landing.every(byte => byte === 0xa5)).toBe(true);
    scanner.release();
  });

  it('copies a part of the window that unread bytes stand in or behind', () => {
    const scanner = create();
    const landing = scanner.landing();
    landing.set(readRequest(1, 0, 1));
    scanner.write(landing.subarray(0, 8));
    scanner.write(landing.subarray(0, 8));
    expect(scanner.end - scanner.start).toBe(16);
    expect(scanner.scan(rules, false)).toBe(2);
    scanner.release();
  });

  it('copies what lies at the same place of other memory, and what is more than it', () => {
    const scanner = create();
    const { byteOffset, buffer } = scanner.landing();
    const other = new Uint8Array(byteOffset + WINDOW_SIZE);
    other.set(readRequest(1, 0, 1), byteOffset);
    scanner.write(other.subarray(byteOffset, byteOffset + 8));
    expect(scanner.scan(rules, false)).toBe(1);
    const [, offset] = scanner.records;
    expect([...scanner.window.subarray(offset, offset! + 8)]).toEqual([...readRequest(1, 0, 1)]);
    const before = new Uint8Array(buffer, byteOffset - 8, 8);
    before.set(readRequest(2, 0, 1));
    scanner.write(before);
    expect(scanner.scan(rules, false)).toBe(1);
    scanner.release();
  });

  it('is refused while more is unread than fits in front of it, and after the release', () => {
    const scanner = create();
    scanner.write(new Uint8Array(LARGEST_FRAME + 1));
    expect(() => scanner.landing()).toThrow('2049 bytes are unread: scan them first');
    scanner.clear();
    const landing = scanner.landing();
    scanner.release();
    expect(() => scanner.landing()).toThrow('this scanner was released');
    expect(() => scanner.write(landing.subarray(0, 1))).toThrow('this scanner was released');
  });
});
