import { expect, test } from 'vitest';
import { characterTime, leastTransactionTime, silenceTime } from './wire-time.js';

test('a character of ten bits takes 1.04 ms at 9600 baud', () => {
  expect(characterTime(9600)).toBeCloseTo(1.0417, 4);
});

test('the silence is 3.5 characters up to 19200 baud, and 1.75 ms above', () => {
  expect(silenceTime(9600)).toBeCloseTo(3.6458, 4);
  expect(silenceTime(19_200)).toBeCloseTo(1.8229, 4);
  expect(silenceTime(115_200)).toBe(1.75);
  expect(silenceTime(921_600)).toBe(1.75);
});

test('a transaction takes its characters and two silences', () => {
  expect(leastTransactionTime(9600, 33)).toBeCloseTo(33 * 1.04167 + 2 * 3.64583, 3);
  expect(leastTransactionTime(1_000_000, 33)).toBeCloseTo(0.33 + 3.5, 6);
});
