import { expect, test } from 'vitest';
import type { Driver } from '../driver.js';
import { compare, fastestRival, wayOf } from './comparison.js';

/** So many that the median is that of rounds in which nothing else had the processor. */
const options = { rounds: 31, slice: 0 };
const idle: Driver = times => times;
const busy: Driver = times => {
  let sum = 0;
  for (let i = 0; i < times * 20_000; i += 1) sum = (sum + Math.imul(i, i)) | 0;
  return sum;
};

test('the fastest rival is the fastest of those that are not ours', () => {
  const compared = compare(
    [
      { name: 'ours', ours: true, run: idle },
      { name: 'slow', ours: false, run: times => busy(times * 50, 0) },
      { name: 'quick', ours: false, run: busy },
    ],
    options,
  );
  expect(fastestRival(compared)).toBe('quick');
  expect(wayOf(compared, 'quick').against('slow')).toBeGreaterThan(1);
  expect(wayOf(compared, 'slow').against('slow')).toBe(1);
});

test('a comparison with nobody is refused', () => {
  const alone = compare([{ name: 'ours', ours: true, run: idle }], options);
  expect(() => fastestRival(alone)).toThrow('nobody to compare with');
  expect(() => wayOf(alone, 'else')).toThrow('nobody is called else');
  expect(() => alone[0]!.against('else')).toThrow('nobody is called else');
});
