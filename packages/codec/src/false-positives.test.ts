import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, frame, hasGoodChecksum, readRequest, readResponse, rules } from './modbus-like.fixture.js';
import type { Scanner } from './scanner.js';

/** Answers of two registers whose last byte is 00: their first eight bytes are a sound read request as well. */
function answersEndingInZero(): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let value = 0; found.length < 20; value++) {
    const answer = readResponse(1, 0x4120, value);
    if (answer.at(-1) === 0) found.push(answer);
  }
  return found;
}

const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];

describe.each(scanners)('what only looks like a frame, %s', (_name, scanner) => {
  const hear = (
    ...args: Parameters<typeof listen> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ) => {
    scanner.clear();
    return listen(scanner, rules, ...args);
  };

  it('is not made of a frame and the zeros behind it', () => {
    const answer = readResponse(1, 5);
    const stream = concat(answer, new Uint8Array(300), readRequest(1, 0, 1));
    expect(hasGoodChecksum(stream.subarray(0, answer.length + 1))).toBe(true);
    for (const cuts of [[1], [stream.length]]) {
      const { frames } = hear(stream, { expected: [{ head: answer.slice(0, 3), length: 7 }], cuts });
      expect(frames.map(record => record.bytes.length)).toEqual([7, 8]);
    }
  });

  it('is not the first eight bytes of an awaited answer of nine whose last byte is 00', () => {
    for (const answer of answersEndingInZero()) {
      expect(hasGoodChecksum(answer.subarray(0, 8))).toBe(true);
      for (const cuts of [[1], [8, 1], [9]]) {
        const { frames } = hear(answer, { expected: [{ head: answer.slice(0, 3), length: 9 }], cuts });
        expect(frames.map(record => record.bytes)).toEqual([[...answer]]);
      }
    }
  });

  it('is not made of FF and 00, because 255 is no address', () => {
    const noise = Uint8Array.from({ length: 1000 }, (_, i) => [0xff, 0xff, 0, 0][i & 3]!);
    expect(hasGoodChecksum(noise.subarray(0, 4))).toBe(true);
    expect(hear(noise).frames).toEqual([]);
  });

  it('is not completed by what stood in the window before', () => {
    const answer = readResponse(1, 5);
    hear(answer);
    expect(hear(answer.slice(0, 4), { silent: false }).records).toEqual([]);
    expect(hear(answer.slice(0, 1), { silent: false }).records).toEqual([]);
  });

  it('does not hold the line up by a count that is out of range or odd', () => {
    const request = readRequest(2, 0, 1);
    for (const count of [0, 1, 251, 252, 255]) {
      // As a request, 01 03 has eight bytes; no other length is possible.
      const { frames } = hear(concat(Uint8Array.of(1, 3, count), request), { silent: false });
      expect(frames, `count ${count}`).toMatchObject([{ at: 3, heard: 11 }]);
    }
  });

  it('reads a count of two bytes, high byte first', () => {
    const sound = frame(1, 24, 0, 4, 0, 2, 0, 9);
    expect(hear(sound, { silent: false, cuts: [1] }).frames).toMatchObject([
      { bytes: [...sound], heard: 10 },
    ]);
    const swapped = frame(1, 24, 4, 0, 0, 2, 0, 9);
    expect(hear(swapped).frames).toEqual([]);
  });
});
