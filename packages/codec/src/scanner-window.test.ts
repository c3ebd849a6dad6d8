import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { Listener, listen } from './listen.fixture.js';
import { concat, readRequest, readResponse, rules, spec } from './modbus-like.fixture.js';
import { type Expectation, MAX_RECORDS, RecordKind, type Scanner, WINDOW_SIZE } from './scanner.js';

const scanners: [string, () => Scanner][] = [
  ['in WebAssembly', createScanner],
  ['in JavaScript', createJsScanner],
];
const junk = Uint8Array.of(0xff);

describe.each(scanners)('the window of a scanner %s', (_name, create) => {
  it('never overflows while a megabyte of noise goes through it', () => {
    const scanner = create();
    scanner.expect([
      { head: Uint8Array.of(1, 3), length: 255 },
      { head: Uint8Array.of(0x83, 1, 3), length: 5 },
    ]);
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let total = 0, round = 0; total < 1_000_000; round++) {
      // Rounds of plain noise, and of the few bytes that keep candidates open the longest.
      const value = round & 1 ? () => next(256) : () => [1, 3, 250, 0x83][next(4)]!;
      const chunk = Uint8Array.from({ length: 1 + next(2000) }, value);
      expect(scanner.write(chunk)).toBe(chunk.length);
      while (scanner.scan(rules, false) === MAX_RECORDS);
      expect(scanner.end - scanner.start).toBeLessThan(spec.lengthMax);
      total += chunk.length;
    }
    scanner.release();
  });

  it('may end anywhere in a frame', () => {
    const answer = readResponse(9, 1, 2, 3);
    for (let inside = 1; inside < answer.length; inside++) {
      const scanner = create();
      const noise = new Uint8Array(WINDOW_SIZE - inside).fill(0xff);
      expect(scanner.write(concat(noise, answer.subarray(0, inside)))).toBe(WINDOW_SIZE);
      expect(scanner.scan(rules, false)).toBe(1);
      scanner.write(answer.subarray(inside));
      expect(scanner.scan(rules, false)).toBe(1);
      expect([...scanner.records.subarray(0, 3)]).toEqual([
        RecordKind.FRAME,
        scanner.end - answer.length,
        answer.length,
      ]);
      scanner.release();
    }
  });

  it('takes what fits, and says how much', () => {
    const scanner = create();
    const chunk = new Uint8Array(WINDOW_SIZE + 10);
    expect(scanner.write(chunk)).toBe(WINDOW_SIZE);
    expect(scanner.write(chunk, WINDOW_SIZE)).toBe(0);
    expect(scanner.write(new Uint8Array(0))).toBe(0);
    scanner.clear();
    expect(scanner.write(chunk, WINDOW_SIZE)).toBe(10);
    expect([scanner.start, scanner.end]).toEqual([0, 10]);
    scanner.release();
  });

  it('can be written to in place', () => {
    const scanner = create();
    const request = readRequest(1, 0, 1);
    scanner.window.set(request, scanner.reserve());
    scanner.commit(request.length);
    expect(scanner.scan(rules, false)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([RecordKind.FRAME, 0, 8]);
    for (const count of [-1, 1.5, WINDOW_SIZE]) expect(() => scanner.commit(count)).toThrow(RangeError);
    scanner.release();
  });

  it('keeps the bytes of a record until the next write', () => {
    const scanner = create();
    scanner.write(concat(new Uint8Array(3000).fill(0xff), readRequest(1, 0, 1), Uint8Array.of(1, 3)));
    expect(scanner.scan(rules, false)).toBe(2);
    expect([...scanner.window.subarray(3000, 3008)]).toEqual([...readRequest(1, 0, 1)]);
    scanner.write(Uint8Array.of(0));
    expect([scanner.start, scanner.end]).toEqual([0, 3]);
    scanner.release();
  });

  it('returns MAX_RECORDS when there are more records, and goes on where it stopped', () => {
    const one = concat(junk, readRequest(1, 0, 1));
    const expected: Expectation[] = [{ head: Uint8Array.of(1, 3, 0), length: 8 }];
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 50, maxLength: 200 }),
        fc.boolean(),
        (noisy, awaited) => {
          const scanner = create();
          const stream = concat(...noisy.map(noise => (noise ? one : one.subarray(1))));
          const { records } = listen(scanner, rules, stream, awaited ? { expected } : {});
          expect(records.map(record => record.bytes.length)).toEqual(
            noisy.flatMap(noise => (noise ? [1, 8] : [8])),
          );
          scanner.release();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('forgets the unread bytes when it is cleared', () => {
    const scanner = create();
    const answer = readResponse(1, 5);
    scanner.write(answer.slice(0, 4));
    scanner.scan(rules, false);
    scanner.clear();
    expect(new Listener(scanner, rules).hear(answer.slice(4)).frames).toEqual([]);
    scanner.release();
  });

  it('refuses an expectation that cannot be looked for', () => {
    const scanner = create();
    const bad: Expectation[] = [
      { head: Uint8Array.of(1), length: 5 },
      { head: new Uint8Array(9), length: 20 },
      { head: Uint8Array.of(1, 3), length: 3 },
      { head: Uint8Array.of(1, 3), length: -1 },
      { head: Uint8Array.of(1, 3), length: 2049 },
      { head: Uint8Array.of(1, 3, 4, 0, 1), length: 4 },
    ];
    for (const expectation of bad) expect(() => scanner.expect([expectation])).toThrow(RangeError);
    scanner.release();
  });

  it('looks for the first sixteen expectations', () => {
    const scanner = create();
    const own = readResponse(9, 1);
    const others = Array.from({ length: 15 }, () => ({ head: Uint8Array.of(200, 100), length: 7 }));
    const mine = { head: own.slice(0, 2), length: own.length };
    // Behind the start of a longer frame, where only an awaited answer is found.
    const stream = concat(Uint8Array.of(1, 3, 250), own);
    const hear = (expected: Expectation[]) => {
      scanner.clear();
      return listen(scanner, rules, stream, { expected, silent: false }).frames.length;
    };
    expect(hear([...others, mine])).toBe(1);
    expect(hear([...others, ...others.slice(0, 1), mine])).toBe(0);
    scanner.release();
  });

  it.each([
    ['empty', []],
    ['with unread bytes', [1, 3]],
  ])('cannot be used after it was given back, %s', (_state, unread) => {
    const scanner = create();
    scanner.write(Uint8Array.from(unread));
    scanner.release();
    scanner.release();
    for (const use of [
      () => scanner.write(junk),
      () => scanner.reserve(),
      () => scanner.commit(0),
      () => scanner.scan(rules, false),
      () => scanner.expect([]),
      () => scanner.clear(),
    ]) {
      expect(use).toThrow('this scanner was released');
    }
  });
});
