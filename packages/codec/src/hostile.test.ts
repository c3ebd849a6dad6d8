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
  it.each(lines)(
    'gives the same records in WebAssembly and in JavaScript, in any chunks: %s',
    (_name, bytes, expected) => {
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
    },
  );

  it('does not spoil the checksums of another line, and keeps its own from chunk to chunk', () => {
    // What is awaited begins at every second byte, and one of it is there, in two halves.
    const wanted = [frame(...repeated(248, 1, 3)), frame(1, 3, ...repeated(246, 9))];
    const scanners = [createScanner(), createScanner()];
    const lines = [repeated(900, 1, 3, 1, 3, 7), repeated(960, 3, 1, 3, 9)];
    const hear = (i: number, chunk: Uint8Array, silent = false) => {
      scanners[i]!.write(chunk);
      return scanners[i]!.scan(rules, silent);
    };
    for (const [i, scanner] of scanners.entries()) {
      scanner.expect(answers([1, 3], 256, 1));
      // Of different lengths, so that the same offset means another byte. Twice, so that the sequence is there the second time.
      hear(i, lines[i]!);
      hear(i, lines[i]!);
    }
    for (let i = 0; i < 2; i++) hear(i, wanted[i]!.subarray(0, 130));
    const last = [0, 1].map(i => {
      const count = hear(i, wanted[i]!.subarray(130), true);
      return [...scanners[i]!.records.subarray(3 * count - 3, 3 * count)];
    });
    expect(last).toEqual([0, 1].map(() => [RecordKind.FRAME, expect.any(Number), 250]));
    for (const scanner of scanners) scanner.release();
  });
});

function isFrame({ kind }: Heard): boolean {
  return kind === RecordKind.FRAME;
}
