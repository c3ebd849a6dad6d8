import { describe, expect, it } from 'vitest';
import { monitorRules, rules } from './all-functions.fixture.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { concat, hasGoodChecksum, readRequest, readResponse } from './modbus-like.fixture.js';
import type { FrameRules, Scanner } from './scanner.js';

/** Answers of two registers whose first eight bytes are sound as well. */
const ambiguous: Uint8Array[] = [];
for (let value = 0; ambiguous.length < 20; value++) {
  const answer = readResponse(1, 0x4120, value);
  if (answer.at(-1) === 0) ambiguous.push(answer);
}
const request = readRequest(1, 0x0121, 2);

describe.each([
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
] as [string, Scanner][])('rules that prefer the longer frame, %s', (_name, scanner) => {
  const hear = (bytes: Uint8Array, by: FrameRules = monitorRules, cuts: readonly number[] = [1]) => {
    scanner.clear();
    return listen(scanner, by, bytes, { cuts, silent: false });
  };

  it('give the answer of nine bytes whose first eight are sound, however it came', () => {
    for (const answer of ambiguous) {
      expect(hasGoodChecksum(answer.subarray(0, 8))).toBe(true);
      for (const cuts of [[1], [8, 1], [9]]) {
        expect(hear(answer, monitorRules, cuts).frames).toMatchObject([{ bytes: [...answer], heard: 9 }]);
      }
      expect(hear(answer, rules).frames).toMatchObject([{ heard: 8 }]);
    }
  });

  it('give the question of eight bytes when silence follows', () => {
    const [answer] = ambiguous as [Uint8Array];
    const question = answer.slice(0, 8);
    expect(hear(question).frames).toEqual([]);
    expect(hear(question).silence().frames).toMatchObject([{ bytes: [...question] }]);
  });

  it('give the question of eight bytes when another frame follows', () => {
    const question = ambiguous[0]!.slice(0, 8);
    const { frames } = hear(concat(question, readResponse(1, 7, 8)));
    expect(frames.map(record => record.bytes.length)).toEqual([8, 9]);
  });

  it('delay no frame for which the other length is not one more', () => {
    expect(hear(request).frames).toMatchObject([{ heard: 8 }]);
    expect(hear(readResponse(1, 5, 6, 7)).frames).toMatchObject([{ heard: 11 }]);
  });
});
