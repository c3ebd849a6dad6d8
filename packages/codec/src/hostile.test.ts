import { describe, expect, it } from 'vitest';
import { rules } from './all-functions.fixture.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { SEQUENCE_THERE, WANTED_AT } from './layout.js';
import { type Heard, listen } from './listen.fixture.js';
import { concat, frame, readResponse } from './modbus-like.fixture.js';
import { type Expectation, MAX_EXPECTATIONS, RecordKind } from './scanner.js';
import { instance } from './wasm/instance.js';

const repeated = (length: number, ...pattern: number[]) =>
  Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length]!);
const answers = (head: number[], longest: number, step: number): Expectation[] =>
  Array.from({ length: MAX_EXPECTATIONS }, (_, i) => ({
    head: Uint8Array.from(head),
    length: longest - i * step,
  }));

/** Every byte begins as many frames and awaited answers as possible, and none is sound but the one at the end. */
const lines: [string, Uint8Array, Expectation[]][] = [
  ['01 without end, long answers', repeated(6000, 1), answers([1, 1], 256, 1)],
  ['01 without end, short answers', repeated(6000, 1), answers([1, 1], 64, 3)],
  ['01 03 without end', repeated(6000, 1, 3), answers([1, 3], 256, 1)],
  ['00 without end', repeated(6000, 0), answers([0, 0], 256, 1)],
  ['items without end', repeated(6000, 0x2b, 0x0e), answers([0x2b, 0x0e], 255, 2)],
];

describe('a line that is made to cost time', () => {
  it.each(lines)('gives the same records in WebAssembly and in JavaScript, in any chunks: %s', (_name, bytes, expected) => {
    const stream = concat(bytes, readResponse(9, 1, 2, 3), frame(1, 0x83, 2));
    const wasm = createScanner();
    const js = createJsScanner();
    for (const cuts of [[stream.length], [64], [1, 200, 3]]) {
      wasm.clear();
      js.clear();
      const heard = listen(wasm, rules, stream, { expected, cuts }).records;
      expect(listen(js, rules, stream, { expected, cuts }).records).toEqual(heard);
      expect(heard.filter(isFrame).map(({ at }) => at)).toContain(bytes.length);
    }
    wasm.release();
    // Otherwise the normalised checksums in WebAssembly would not have been tested.
    expect(new Int32Array(instance()!.memory.buffer, WANTED_AT, 1)[0]).toBe(SEQUENCE_THERE);
  });

  it('does not spoil the checksums of another line', () => {
    const [one, two] = [createScanner(), createScanner()];
    const hostile = repeated(3000, 1, 3);
    one.expect(answers([1, 3], 256, 1));
    two.expect(answers([1, 3], 256, 1));
    const found = [one, two].map(() => 0);
    for (let at = 0; at < hostile.length; at += 50) {
      [one, two].forEach((scanner, i) => {
        // Each line is another one, so that the checksums of one are wrong for the other.
        scanner.write(hostile.subarray(at + i, at + 50 + i));
        scanner.scan(rules, false);
      });
    }
    [one, two].forEach((scanner, i) => {
      scanner.write(readResponse(9, 1 + i));
      const count = scanner.scan(rules, true);
      for (let r = 0; r < count; r++) if (scanner.records[3 * r] === RecordKind.FRAME) found[i]!++;
      scanner.release();
    });
    expect(found).toEqual([1, 1]);
  });
});

function isFrame({ kind }: Heard): boolean {
  return kind === RecordKind.FRAME;
}
