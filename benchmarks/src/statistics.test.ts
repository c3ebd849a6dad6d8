import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crossover, median, medianRatio, megabytesPerSecond, winner } from './statistics.js';

test('the median is the middle value, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 9, 100])).toBe(10);
});

test('the median of an even number of values is the mean of the two middle ones', () => {
  expect(median([4, 1, 3, 100])).toBe(3.5);
});

test('the median leaves its argument as it was', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('there is no median of no values', () => {
  expect(() => median([])).toThrow(RangeError);
});

test('as many values are below the median as above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), values => {
      const middle = median(values);
      const half = values.length / 2;
      expect(values.filter(value => value < middle).length).toBeLessThanOrEqual(half);
      expect(values.filter(value => value > middle).length).toBeLessThanOrEqual(half);
    }),
  );
});

test('a ratio is the median of the ratios of the rounds, not the ratio of the medians', () => {
  expect(medianRatio([10, 20, 30], [5, 10, 10])).toBe(2);
  expect(medianRatio([10, 40, 30], [10, 10, 30])).toBe(1);
});

test('a round in which everything took ten times as long changes no ratio', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), slow => {
      const factor = (round: number) => (round === slow ? 10 : 1);
      const baseline = [60, 62, 64, 66, 68].map((time, round) => time * factor(round));
      const other = [30, 31, 32, 33, 34].map((time, round) => time * factor(round));
      expect(medianRatio(baseline, other)).toBe(2);
    }),
  );
});

test('cases with different numbers of rounds are not compared', () => {
  expect(() => medianRatio([1, 2], [1])).toThrow('different number of rounds');
});

test('one byte in a nanosecond is 1000 megabytes in a second', () => {
  expect(megabytesPerSecond(1, 1)).toBe(1000);
  expect(megabytesPerSecond(64, 128)).toBe(500);
});

test('the winner is the faster side, and nobody when they are within 5 %', () => {
  expect([0.5, 0.94, 0.96, 1, 1.04, 1.06, 8].map(winner)).toEqual([
    'JS',
    'JS',
    'even',
    'even',
    'even',
    'WASM',
    'WASM',
  ]);
});

test('the crossover is the first size behind the last one at which JavaScript was faster', () => {
  expect(crossover([8, 16, 32, 64], [0.5, 0.9, 1.2, 2])).toBe(32);
  expect(crossover([8, 16, 32, 64], [0.5, 1.1, 0.9, 2])).toBe(64);
  expect(crossover([8, 16], [1, 1.5])).toBe(8);
});

test('there is no crossover when JavaScript is the faster at the largest size', () => {
  expect(crossover([8, 16], [2, 0.9])).toBeUndefined();
});
