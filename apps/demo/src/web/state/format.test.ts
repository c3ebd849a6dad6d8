import { expect, test } from 'vitest';
import { formatAge, formatCount, formatNumber, formatTime, formatValue } from './format.js';

test('numbers have the decimals of their point and a real minus sign', () => {
  expect(formatNumber(77, 1)).toBe('77.0');
  expect(formatNumber(-2.8, 1)).toBe('−2.8');
  expect(formatNumber(0.1)).toBe('0.1');
});

test('nothing is minus zero', () => {
  expect(formatNumber(-0.04, 1)).toBe('0.0');
  expect(formatNumber(-0, 0)).toBe('0');
});

test('values are said with their unit, switches and words as they are', () => {
  expect(formatValue(77.2, { decimals: 1, unit: '°C' })).toBe('77.2 °C');
  expect(formatValue(4, {})).toBe('4');
  expect(formatValue(true, {})).toBe('on');
  expect(formatValue('over range', { unit: 'V' })).toBe('over range');
});

test.each([
  [0, 'just read'],
  [2999, 'just read'],
  [3000, '3 s old'],
  [119_999, '119 s old'],
  [120_000, '2 min old'],
  [7_200_000, '2 h old'],
  [172_800_000, '2 days old'],
])('%d ms are %s', (age, text) => {
  expect(formatAge(age)).toBe(text);
});

test('times of day have two digits each', () => {
  const time = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
  expect(formatTime(time)).toBe('03:04:05');
  expect(formatTime(time, true)).toBe('03:04:05.006');
});

test('counts are grouped', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
});
