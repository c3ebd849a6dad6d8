import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { type Heard, listen } from './listen.fixture.js';
import { concat, readRequest, readResponse, rules } from './modbus-like.fixture.js';
import type { Scanner } from './scanner.js';
import { cuts, line } from './streams.fixture.js';

function show({ at, bytes }: Heard): string {
  return `${at}: ${bytes.join(' ')}`;
}

describe.each([
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
] as [string, Scanner][])('the scanner %s', (_name, scanner) => {
  it('gives the same frames for every way of cutting the stream', () => {
    fc.assert(
      fc.property(line, cuts, fc.boolean(), ({ bytes, expected }, sizes, silent) => {
        const hear = (chunks: readonly number[] | undefined) => {
          scanner.clear();
          return listen(scanner, rules, bytes, {
            expected,
            silent,
            ...(chunks && { cuts: chunks }),
          }).frames.map(show);
        };
        const whole = hear(undefined);
        expect(hear(sizes)).toEqual(whole);
        expect(hear([1])).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('gives one exchange in every two chunks', () => {
    const bytes = concat(readRequest(1, 289, 2), readResponse(1, 770, 5), readRequest(2, 0, 1));
    for (let cut = 1; cut < bytes.length; cut++) {
      scanner.clear();
      const { frames } = listen(scanner, rules, bytes, { cuts: [cut, bytes.length - cut], silent: false });
      expect(frames.map(record => record.bytes.length)).toEqual([8, 9, 8]);
    }
  });
});
