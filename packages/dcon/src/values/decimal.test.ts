import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeDecimal } from './decimal.js';

const volts = { whole: 2, decimals: 3, signed: true } as const;

describe('decimal digits', () => {
  it('of every number of thousandths come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), thousandths => {
        const text = writeDecimal(thousandths / 1000, volts);
        expect(text).toMatch(/^[+-]\d{2}\.\d{3}$/);
        expect(Math.round(Number(text) * 1000) + 0).toBe(thousandths + 0);
      }),
    );
  });

  it.each([
    [1.0005, '+01.001'],
    [-1.0005, '-01.001'],
    [-0.0001, '+00.000'],
    [5, '+05.000'],
  ])('%d is %s', (value, text) => {
    expect(writeDecimal(value, volts)).toBe(text);
  });

  it.each([100, -100, Number.NaN, Infinity])('%d does not fit', value => {
    expect(() => writeDecimal(value, volts)).toThrow(UsageError);
  });

  it('a negative number needs a sign', () => {
    expect(() => writeDecimal(-1, { ...volts, signed: false })).toThrow(UsageError);
  });
});
