import { fromRegister, toRegister } from '@bus/modbus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, formatValues } from './format-values.js';

describe('printing values', () => {
  it('prints a single value bare, with exactly its decimals', () => {
    expect(formatValues({ address: 289, values: [77.2], decimals: 1 })).toEqual(['77.2']);
    expect(formatValues({ address: 24, values: [95], decimals: 1 })).toEqual(['95.0']);
    expect(formatValues({ address: 24, values: [0], decimals: 10 })).toEqual(['0.0000000000']);
  });

  it('prints several with their addresses, aligned', () => {
    expect(formatValues({ address: 99, values: [1, -2], decimals: 0 })).toEqual([' 99  1', '100  -2']);
    expect(formatValues({ address: 290, values: [1234, 5], decimals: 0 })).toEqual(['290  1234', '291  5']);
  });

  it('prints bits as on and off', () => {
    expect(formatValues({ address: 1, values: [true, false], decimals: 0 })).toEqual(['1  on', '2  off']);
  });

  it.each([
    [0.1 + 0.2, { decimals: 0 }, '0.30000000000000004'],
    [Math.fround(21.7), { decimals: 0, type: 'float32' as const }, '21.7'],
    [18.59375, { decimals: 0, type: 'float16' as const }, '18.6'],
    [18_446_744_073_709_551_615n, { decimals: 0, type: 'uint64' as const }, '18446744073709551615'],
    [0.125, { decimals: 1 }, '0.125'],
    [Number.NaN, { decimals: 1 }, 'NaN'],
    [Array.from({ length: 16 }, (_, bit) => bit === 0 || bit === 15), { decimals: 0 }, '1000 0000 0000 0001'],
    ['pump\u001b[2J', { decimals: 0 }, 'pump\\x1b[2J'],
  ])('prints what it is, case %#', (value, form, text) => {
    expect(formatValue(value, form)).toBe(text);
  });

  it('counts addresses by the registers of each value', () => {
    expect(
      formatValues({ address: 98, values: [1.5, 2.5], decimals: 0, type: 'float32', quantity: 4 }),
    ).toEqual([' 98  1.5', '100  2.5']);
  });

  it('loses no digit: what is printed stands for the same register', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.integer({ min: 0, max: 10 }),
        fc.boolean(),
        (raw, decimals, signed) => {
          const text = formatValue(fromRegister(raw, { decimals, signed }), { decimals });
          expect(text.split('.')[1]?.length ?? 0).toBe(decimals);
          expect(toRegister(text, { decimals, signed })).toBe(raw);
        },
      ),
    );
  });
});
