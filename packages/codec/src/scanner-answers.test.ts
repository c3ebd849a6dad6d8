import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, frame, readRequest, readResponse, rules, spec } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import { type Expectation, RecordKind, type Scanner } from './scanner.js';

const answer = readResponse(1, 772, 5);
const expected: Expectation[] = [
  { head: Uint8Array.of(1, 3, 4), length: 9 },
  { head: Uint8Array.of(1, 0x83), length: 5 },
];

const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];

describe.each(scanners)('an awaited answer, looked for %s', (_name, scanner) => {
  /** Byte by byte, without silence. */
  const hear = (
    bytes: Uint8Array,
    awaited: readonly Expectation[] = expected,
    cuts: readonly number[] = [1],
  ) => {
    scanner.clear();
    return listen(scanner, rules, bytes, { expected: awaited, cuts, silent: false });
  };

  it('is delivered at the byte at which it ends behind every single byte of junk', () => {
    for (let junk = 0; junk < 256; junk++) {
      const { records } = hear(concat(Uint8Array.of(junk), answer));
      expect(records.map(record => record.bytes)).toEqual([[junk], [...answer]]);
      expect(records[1]).toMatchObject({ kind: RecordKind.FRAME, at: 1, heard: 10 });
    }
  });

  it('is delivered at the byte at which it ends behind junk that is no frame and no head', () => {
    // Above 247 there are no addresses, so the junk can be no part of another frame.
    const junk = fc
      .uint8Array({ minLength: 1, maxLength: 300 })
      .map(bytes => bytes.map(value => value | 0xf8));
    fc.assert(
      fc.property(junk, bytes => {
        const { frames } = hear(concat(bytes, answer));
        expect(frames).toMatchObject([{ at: bytes.length, heard: bytes.length + 9 }]);
      }),
    );
  });

  it('is delivered behind the request that asked for it, and behind an echo of it', () => {
    const request = readRequest(1, 289, 2);
    const { frames } = hear(concat(request, request, answer));
    expect(frames.map(record => record.heard)).toEqual([8, 16, 25]);
  });

  it('is found again inside a damaged one', () => {
    const { records } = hear(concat(Uint8Array.of(1, 3, 4, 9), answer), expected, [13]);
    expect(records).toMatchObject([
      { kind: RecordKind.DAMAGED, at: 0, bytes: [1, 3, 4, 9] },
      { kind: RecordKind.FRAME, at: 4, heard: 13 },
    ]);
  });

  it('is found inside a longer one that turns out damaged, behind bytes that still wait for more', () => {
    const exception = frame(1, 0x83, 2);
    const awaited = [...expected, { head: Uint8Array.of(1, 3, 40), length: 45 }];
    // 02 03 FA begins a frame of 255 bytes, so only its end gives the exception away.
    const start = concat(Uint8Array.of(1, 3, 40, 2, 3, 250), exception);
    const { frames } = hear(concat(start, new Uint8Array(45 - start.length).fill(0xff)), awaited);
    expect(frames).toMatchObject([{ at: 6, heard: 45, bytes: [...exception] }]);
  });

  it('is given up in silence when it is truncated, wherever', () => {
    for (let length = 1; length < answer.length; length++) {
      const { frames, records } = hear(answer.slice(0, length)).silence();
      expect(frames).toEqual([]);
      expect(records.flatMap(record => record.bytes)).toEqual([...answer.slice(0, length)]);
    }
  });

  it('is delivered behind a truncated one, wherever that was cut', () => {
    for (let length = 1; length < answer.length; length++) {
      const { frames } = hear(concat(answer.slice(0, length), answer)).silence();
      expect(frames, `cut at ${length}`).toMatchObject([{ at: length, bytes: [...answer] }]);
    }
  });

  it('is never made of one with a single wrong bit', () => {
    for (const whole of [answer, frame(1, 0x83, 2), readResponse(1, 0x0304)]) {
      const awaited = [...expected, { head: Uint8Array.of(1, 3, 2), length: 7 }];
      for (let bit = 0; bit < 8 * whole.length; bit++) {
        const broken = whole.slice();
        broken[bit >> 3]! ^= 1 << (bit & 7);
        expect(hear(broken, awaited).silence().frames, `bit ${bit}`).toEqual([]);
      }
    }
  });

  it('is preferred to a shorter one that ends at the same byte', () => {
    const inner = frame(1, 0x83, 2);
    // The awaited longer frame ends with the bytes of a sound shorter one: its last five.
    const outer = endingWith(inner);
    const awaited = [...expected, { head: outer.slice(0, 2), length: outer.length }];
    expect(hear(concat(Uint8Array.of(2, 3), outer), awaited).frames).toMatchObject([
      { at: 2, bytes: [...outer] },
    ]);
  });

  it('is reported as damaged when head and length are right and the checksum is not', () => {
    const broken = answer.slice();
    broken[5]! ^= 1;
    expect(hear(broken, expected, [broken.length]).records).toMatchObject([
      { kind: RecordKind.DAMAGED, at: 0 },
    ]);
  });

  it('is looked for in what was received before the question', () => {
    scanner.clear();
    scanner.expect([]);
    scanner.write(concat(Uint8Array.of(2, 3, 250), answer));
    expect(scanner.scan(rules, false)).toBe(0);
    scanner.expect(expected);
    expect(scanner.scan(rules, false)).toBe(2);
    expect([...scanner.records.subarray(0, 6)]).toEqual([RecordKind.NOISE, 0, 3, RecordKind.FRAME, 3, 9]);
  });

  it('may have a function code that no rule knows', () => {
    const own = frame(1, 0x64, 1, 2, 3, 4, 5);
    const awaited = [{ head: own.slice(0, 2), length: own.length }];
    expect(hear(concat(Uint8Array.of(7), own), awaited).frames).toMatchObject([{ at: 1, heard: 10 }]);
  });

  it('is ignored when the rules allow no frame of that length', () => {
    scanner.clear();
    const short = compileRules({ ...spec, lengthMax: 8, requests: new Map(), responses: new Map() });
    const { frames } = listen(scanner, short, answer, { expected });
    expect(frames).toEqual([]);
  });
});

/** A sound frame 02 03 x x … whose last bytes are `tail`, found by trying its free bytes. */
function endingWith(tail: Uint8Array): Uint8Array {
  for (let free = 0; free < 65536; free++) {
    const body = concat(Uint8Array.of(2, 0x41, free >> 8, free & 0xff), tail.slice(0, -2));
    const whole = frame(...body);
    if (whole.at(-2) === tail.at(-2) && whole.at(-1) === tail.at(-1)) return whole;
  }
  throw new Error('two free bytes reach every checksum');
}
