import { describe, expect, it } from 'vitest';
import { identify, rules } from './all-functions.fixture.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, frame, readRequest } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import type { Scanner } from './scanner.js';

const answer = identify(1, 'Acme', '', 'V1.02');
const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];
// Without open rules, nothing waits for silence.
const bounded = compileRules({
  ...rules.spec,
  requests: new Map([[3, { fixed: 8 }]]),
  responses: new Map([[0x2b, { fixed: 10, walk: { countAt: 7, from: 8, head: 2, lengthAt: 1 } }]]),
});

describe.each(scanners)('a frame whose items say their lengths, %s', (_name, scanner) => {
  const hear = (bytes: Uint8Array, cuts: readonly number[] = [1]) => {
    scanner.clear();
    return listen(scanner, rules, bytes, { cuts, silent: false });
  };

  it('is delivered at the byte at which it ends', () => {
    for (const whole of [answer, identify(1), identify(1, ''), identify(1, 'x'.repeat(244))]) {
      for (const cuts of [[1], [whole.length], [7, 2]]) {
        const { frames } = hear(concat(whole, Uint8Array.of(0xff)), cuts);
        expect(frames).toMatchObject([{ at: 0, bytes: [...whole] }]);
      }
      expect(hear(whole).frames).toMatchObject([{ heard: whole.length }]);
    }
  });

  it('is delivered behind junk, and between other frames', () => {
    const request = readRequest(2, 0, 1);
    const { frames } = hear(concat(Uint8Array.of(0xff, 0xfe), answer, request, answer));
    expect(frames.map(record => record.at)).toEqual([2, 2 + answer.length, 10 + answer.length]);
  });

  it('is given up in silence when it is truncated, wherever', () => {
    for (let length = 1; length < answer.length; length++) {
      const { frames, records } = hear(answer.slice(0, length)).silence();
      expect(frames).toEqual([]);
      expect(records.flatMap(record => record.bytes)).toEqual([...answer.slice(0, length)]);
    }
  });

  it('is never made of one with a single wrong bit', () => {
    for (let bit = 0; bit < 8 * answer.length; bit++) {
      const broken = answer.slice();
      broken[bit >> 3]! ^= 1 << (bit & 7);
      expect(hear(broken).silence().frames, `bit ${bit}`).toEqual([]);
    }
  });

  it('may have the greatest length, and not one byte more', () => {
    expect(hear(identify(1, 'x'.repeat(200), 'y'.repeat(42))).frames).toHaveLength(1);
    expect(hear(identify(1, 'x'.repeat(200), 'y'.repeat(43))).silence().frames).toEqual([]);
  });

  it('does not hold the line up when its items cannot fit', () => {
    const request = readRequest(2, 0, 1);
    const head = [0xff, 0x2b, 0x0e, 1, 1, 0, 0];
    const tooMany = concat(Uint8Array.of(1, ...head.slice(1), 124), request);
    const tooLong = concat(Uint8Array.of(1, ...head.slice(1), 2, 0, 245), request);
    for (const bytes of [tooMany, tooLong]) {
      scanner.clear();
      const { frames } = listen(scanner, bounded, bytes, { cuts: [1], silent: false });
      expect(frames).toMatchObject([{ at: bytes.length - 8, heard: bytes.length }]);
    }
  });

  it('is told from another by a byte behind the function code', () => {
    // 43/13 ends by silence, 43/14 by its items.
    const other = frame(1, 0x2b, 0x0d, 1, 2, 3);
    expect(hear(other).frames).toEqual([]);
    expect(hear(other).silence().frames).toMatchObject([{ bytes: [...other] }]);
    const echo = frame(1, 8, 0, 10, 0, 0);
    expect(hear(echo).frames).toMatchObject([{ heard: 8 }]);
  });
});
