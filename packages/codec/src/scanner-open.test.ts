import { describe, expect, it } from 'vitest';
import { rules } from './all-functions.fixture.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, frame, readRequest, readResponse } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import { type Expectation, RecordKind, type Scanner } from './scanner.js';

const own = frame(1, 0x41, 1, 2, 3, 4, 5);
const junk = Uint8Array.of(0xff);
const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];

describe.each(scanners)('a frame that ends by silence, %s', (_name, scanner) => {
  const hear = (bytes: Uint8Array, expected: readonly Expectation[] = [], cuts: readonly number[] = [1]) => {
    scanner.clear();
    return listen(scanner, rules, bytes, { expected, cuts, silent: false });
  };

  it('is delivered in the silence, and not before', () => {
    for (const cuts of [[1], [own.length], [4, 3]]) {
      const listener = hear(own, [], cuts);
      expect(listener.records).toEqual([]);
      expect(listener.silence().records).toMatchObject([{ kind: RecordKind.FRAME, bytes: [...own] }]);
    }
  });

  it('has 4 bytes or more', () => {
    expect(hear(frame(1, 0x41)).silence().frames).toHaveLength(1);
    // FF FF has a right checksum: nothing is left of the register.
    const all = compileRules({
      ...rules.spec,
      addressMax: 255,
      responses: new Map([[255, { fixed: 0, open: true }]]),
    });
    scanner.clear();
    expect(listen(scanner, all, Uint8Array.of(255, 255)).frames).toEqual([]);
  });

  it('is not delivered when it is truncated, wherever, or damaged', () => {
    for (let length = 1; length < own.length; length++) {
      expect(hear(own.slice(0, length)).silence().frames).toEqual([]);
    }
    for (let bit = 0; bit < 8 * own.length; bit++) {
      const broken = own.slice();
      broken[bit >> 3]! ^= 1 << (bit & 7);
      expect(hear(broken).silence().frames, `bit ${bit}`).toEqual([]);
    }
  });

  it('begins behind a frame, behind silence and behind clear', () => {
    const request = readRequest(1, 0, 1);
    expect(hear(concat(request, own)).silence().frames).toHaveLength(2);
    expect(hear(own).silence().hear(own).silence().frames).toHaveLength(2);
    expect(hear(junk).silence().hear(own).silence().frames).toHaveLength(1);
    hear(junk);
    expect(hear(own).silence().frames).toHaveLength(1);
  });

  it('never begins behind noise, so that the line goes on at once', () => {
    const request = readRequest(2, 0, 1);
    const { frames } = hear(concat(junk, own, request));
    expect(frames).toMatchObject([{ bytes: [...request], heard: 1 + own.length + 8 }]);
    expect(hear(concat(junk, own)).silence().frames).toEqual([]);
  });

  it('begins at the same place after the unread bytes were moved', () => {
    scanner.clear();
    const listener = listen(
      scanner,
      rules,
      concat(...Array.from({ length: 300 }, () => readRequest(1, 0, 1))),
      {
        silent: false,
      },
    );
    // One chunk ends with the beginning of the frame; the next one makes room in the window.
    listener
      .hear(concat(readRequest(1, 0, 1), own.slice(0, 5)))
      .hear(own.slice(5))
      .silence();
    expect(listener.frames.at(-1)).toMatchObject({ bytes: [...own] });
    expect(listener.frames).toHaveLength(302);
  });

  it('of the greatest length needs no silence', () => {
    const longest = frame(1, 0x41, ...new Array(252).fill(7));
    expect(longest).toHaveLength(256);
    expect(hear(longest).frames).toMatchObject([{ heard: 256 }]);
    const tooLong = frame(1, 0x41, ...new Array(253).fill(7));
    expect(hear(tooLong).silence().frames).toEqual([]);
  });

  it('does not hide an awaited answer, nor what follows when it is none', () => {
    const answer = readResponse(1, 772, 5);
    const expected = [{ head: answer.slice(0, 3), length: answer.length }];
    const begun = Uint8Array.of(0, 0x41, 9);
    expect(hear(concat(begun, answer), expected).frames).toMatchObject([{ at: 3, heard: 12 }]);
    // Awaited by nobody, it is found in the silence.
    expect(hear(concat(begun, answer)).silence().frames).toMatchObject([{ at: 3, bytes: [...answer] }]);
  });

  it('is tried at the fixed length of its rule first', () => {
    const short = frame(1, 8, 0, 0, 0xa5, 0x37);
    expect(hear(short).frames).toMatchObject([{ heard: 8 }]);
    const long = frame(1, 8, 0, 0, 1, 2, 3, 4);
    expect(hear(long).frames).toEqual([]);
    expect(hear(long).silence().frames).toMatchObject([{ bytes: [...long] }]);
  });

  it('is one whose function code no rule knows, unless it is one of an exception, or 0', () => {
    for (const code of [9, 100, 127]) expect(hear(frame(1, code, 1)).silence().frames).toHaveLength(1);
    for (const code of [0, 0xff]) expect(hear(frame(1, code, 1, 2, 3, 4)).silence().frames).toEqual([]);
    // Known codes keep their lengths.
    expect(hear(frame(1, 3, 1, 2, 3, 4, 5, 6, 7)).silence().frames).toEqual([]);
  });

  it('leaves room in the window', () => {
    scanner.clear();
    const listener = listen(scanner, rules, own.slice(0, 4), { silent: false });
    for (let i = 0; i < 1000; i++) {
      listener.hear(Uint8Array.from({ length: 97 }, (_, k) => (k & 1 ? 0x41 : 1)));
      expect(scanner.end - scanner.start).toBeLessThan(256);
    }
  });
});

describe.each(scanners)('an awaited answer of unknown length, %s', (_name, scanner) => {
  const awaited: Expectation[] = [
    { head: Uint8Array.of(1, 3), length: 0 },
    { head: Uint8Array.of(1, 0x83), length: 5 },
  ];
  const answer = frame(1, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9);
  const hear = (bytes: Uint8Array, expected: readonly Expectation[] = awaited) => {
    scanner.clear();
    return listen(scanner, rules, bytes, { expected, cuts: [1], silent: false });
  };

  it('is delivered in the silence, whatever the rules say of its function code', () => {
    const listener = hear(answer);
    expect(listener.records).toEqual([]);
    expect(listener.silence().records).toMatchObject([{ kind: RecordKind.FRAME, bytes: [...answer] }]);
  });

  it('is reported as damaged when its checksum is wrong', () => {
    const broken = answer.slice();
    broken[5]! ^= 1;
    expect(hear(broken).silence().records).toMatchObject([{ kind: RecordKind.DAMAGED, bytes: [...broken] }]);
  });

  it('is noise when fewer than 4 bytes came, or the head did not come whole', () => {
    expect(hear(answer.slice(0, 3)).silence().records).toMatchObject([{ kind: RecordKind.NOISE }]);
    const longHead = [{ head: answer.slice(0, 8), length: 0 }];
    expect(hear(answer.slice(0, 7), longHead).silence().records).toMatchObject([{ kind: RecordKind.NOISE }]);
  });

  it('is not looked for behind noise', () => {
    const { records } = hear(concat(junk, answer)).silence();
    expect(records.filter(record => record.kind !== RecordKind.NOISE)).toEqual([]);
    expect(records.flatMap(record => record.bytes)).toEqual([...junk, ...answer]);
  });

  it('yields to one of known length that is sound', () => {
    const exact = [...awaited, { head: answer.slice(0, 3), length: answer.length }];
    expect(hear(answer, exact).frames).toMatchObject([{ heard: answer.length }]);
  });

  it('covers a frame that could be read by its rule', () => {
    // Until silence nobody knows whether more belongs to it.
    const usual = readResponse(1, 5);
    expect(hear(usual).frames).toEqual([]);
    expect(hear(usual).silence().frames).toMatchObject([{ bytes: [...usual] }]);
  });

  it('does not keep an exception from being found', () => {
    expect(hear(frame(1, 0x83, 2)).frames).toMatchObject([{ heard: 5 }]);
  });
});
