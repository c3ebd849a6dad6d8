import { expect, test } from 'vitest';
import { formatRatio, formatSize, formatTable, formatTime } from './table.js';

test('a table has columns of one width, the first to the left and the others to the right', () => {
  expect(
    formatTable(
      ['bytes', 'ns'],
      [
        ['8', '5.20'],
        ['1 MiB', '12345'],
      ],
    ),
  ).toBe(['| bytes |    ns |', '| ----- | ----: |', '| 8     |  5.20 |', '| 1 MiB | 12345 |'].join('\n'));
});

test('a row with too few cells is refused', () => {
  expect(() => formatTable(['a', 'b'], [['1']])).toThrow('a row of 1 cells under a head of 2');
});

test('a time is given in the unit that suits it', () => {
  expect([5.678, 56.78, 567.8, 5678, 5_678_000].map(formatTime)).toEqual([
    '5.68 ns',
    '56.8 ns',
    '568 ns',
    '5.68 µs',
    '5.68 ms',
  ]);
});

test('a size is given in bytes, KiB or MiB', () => {
  expect([8, 256, 4096, 65536, 1048576].map(formatSize)).toEqual([
    '8 B',
    '256 B',
    '4 KiB',
    '64 KiB',
    '1 MiB',
  ]);
});

test('a ratio below 10 has two decimals', () => {
  expect([0.5, 1.234, 12.34, 123.4].map(formatRatio)).toEqual(['0.50x', '1.23x', '12.3x', '123x']);
});
