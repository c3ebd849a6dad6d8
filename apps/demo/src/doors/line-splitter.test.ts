import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.js';

function split(splitter: LineSplitter, chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  for (const chunk of chunks) {
    splitter.push(chunk);
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (line === 'too-long') return [...lines, line];
      lines.push(Buffer.from(line).toString());
    }
  }
  return lines;
}

const pieces = (text: string, size: number): Buffer[] => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
};

it('finds the same lines however they were chunked', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '{'), maxLength: 9 });
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 7 }),
      (all, end, size) => {
        const text = all.map(each => each + end).join('');
        expect(split(new LineSplitter(20), pieces(text, size))).toEqual(all);
      },
    ),
  );
});

it('takes a line of exactly the longest length, with either end, and none that is longer', () => {
  expect(split(new LineSplitter(4), pieces('abcd\nabcd\r\n', 3))).toEqual(['abcd', 'abcd']);
  for (const text of ['abcde\n', 'abcde\r\n', 'abcdef'])
    for (const size of [1, 2, 10])
      expect(split(new LineSplitter(4), pieces(text, size))).toEqual(['too-long']);
});

it('keeps no more of an endless line than the longest one has', () => {
  const splitter = new LineSplitter(1000);
  const chunk = Buffer.alloc(300, 'x');
  let refused = 0;
  for (let count = 0; count < 1000; count += 1) {
    splitter.push(chunk);
    if (splitter.next() === 'too-long') refused += 1;
  }
  expect(refused).toBe(997);
  expect(splitter.capacity).toBeLessThanOrEqual(1001);
});

it('looks at each byte once when they come one by one', () => {
  const splitter = new LineSplitter(100_000);
  let looked = 0;
  const byte = Object.assign(Buffer.from('x'), {
    indexOf: () => {
      looked += 1;
      return -1;
    },
  });
  for (let count = 0; count < 50_000; count += 1) {
    splitter.push(byte);
    splitter.next();
  }
  expect(looked).toBe(50_000);
  expect(splitter.partial).toBe(50_000);
});
