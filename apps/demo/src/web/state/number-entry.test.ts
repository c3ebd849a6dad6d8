import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNumber } from './format.js';
import { parseNumber, rangeText } from './number-entry.js';

const point = { min: 0, max: 400, decimals: 1, unit: '°C' };

test.each([
  ['80', 80],
  [' 80.5 ', 80.5],
  ['80,5', 80.5],
  ['.5', 0.5],
  ['80.', 80],
  ['+80', 80],
  ['80.50', 80.5],
])('“%s” is %d', (text, value) => {
  expect(parseNumber(text, point)).toEqual({ value });
});

test('a real minus sign and a hyphen are the same', () => {
  expect(parseNumber('−2.8', { decimals: 1 })).toEqual({ value: -2.8 });
  expect(parseNumber('-2.8', { decimals: 1 })).toEqual({ value: -2.8 });
});

test.each(['', '  '])('nothing typed asks for a number in the range (“%s”)', text => {
  expect(parseNumber(text, point)).toEqual({ problem: 'Type a number from 0 to 400 °C.' });
});

test.each(['abc', '1e3', '0x10', '1,000,000', '1.2.3', '--1', 'Infinity', 'NaN', '8 0', '.', '-'])(
  '“%s” is no number',
  text => {
    expect(parseNumber(text, point)).toEqual({ problem: `“${text}” is not a number.` });
  },
);

test('more decimals than the point has are refused, not rounded', () => {
  expect(parseNumber('80.55', point)).toEqual({ problem: 'At most 1 decimal place here.' });
  expect(parseNumber('80.5', { decimals: 0 })).toEqual({ problem: 'No decimal places here.' });
  expect(parseNumber('80.000', { decimals: 0 })).toEqual({ value: 80 });
});

test('what lies outside of the range is refused, and the limits are not', () => {
  expect(parseNumber('400', point)).toEqual({ value: 400 });
  expect(parseNumber('0', point)).toEqual({ value: 0 });
  expect(parseNumber('400.1', point)).toEqual({ problem: 'It must be from 0 to 400 °C.' });
  expect(parseNumber('-0.1', point)).toEqual({ problem: 'It must be from 0 to 400 °C.' });
  expect(parseNumber('9'.repeat(400), {})).toEqual({ problem: 'It must be smaller.' });
});

test('ranges are said as far as they are known', () => {
  expect(rangeText(0, 10, 'V')).toBe(' from 0 to 10 V');
  expect(rangeText(-5)).toBe(' at least −5');
  expect(rangeText(undefined, 5)).toBe(' at most 5');
  expect(rangeText()).toBe('');
});

test('what is shown can be typed again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -99_999, max: 99_999 }),
      fc.integer({ min: 0, max: 4 }),
      (digits, decimals) => {
        const value = Number((digits / 10 ** decimals).toFixed(decimals));
        expect(parseNumber(formatNumber(value, decimals), { decimals })).toEqual({ value: value + 0 });
      },
    ),
  );
});
