import { expect, test } from 'vitest';
import { columns } from './columns.js';

test('each thing goes to the shortest column', () => {
  expect(columns([5, 3, 1, 1, 4], 2, height => height)).toEqual([
    [5, 4],
    [3, 1, 1],
  ]);
});

test('one column keeps the order', () => {
  expect(columns(['a', 'b', 'c'], 1, () => 1)).toEqual([['a', 'b', 'c']]);
});

test('there is always a column', () => {
  expect(columns([], 0, () => 1)).toEqual([[]]);
});
