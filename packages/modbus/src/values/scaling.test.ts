import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from './value.js';
import type { ValueSpec } from './value-spec.js';

const read = (raw: number, spec: ValueSpec) => decodeValue([raw], spec);

describe('scaling', () => {
  it('F22: gives back every raw value, for 0 to 10 decimals', () => {
    let wrong = 0;
    for (let decimals = 0; decimals <= 10; decimals += 1) {
      const spec: ValueSpec = { type: 'int16', decimals, count: 0x10000 };
      const registers = Array.from({ length: 0x10000 }, (_, raw) => raw);
      const written = encodeValue(decodeValue(registers, spec) as number[], spec);
      for (const [raw, word] of written.entries()) if (raw !== word) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it('F22: rounds half away from zero on the decimal digits', () => {
    const spec: ValueSpec = { type: 'int32', decimals: 2 };
    const raws = [0.29, 0.57, 0.58, 1.13, 1.15, 4.35, 9.7, -1.15, 1.005, -1.005, 0.004, -0.004].map(value =>
      decodeValue(encodeValue(value, spec), { type: 'int32' }),
    );
    expect(raws).toEqual([29, 57, 58, 113, 115, 435, 970, -115, 101, -101, 0, 0]);
  });

  it('is linear: value = raw × scale / 10^decimals + offset', () => {
    expect(read(250, { type: 'uint16', scale: 0.1, offset: -40 })).toBe(-15);
    expect(encodeValue(-15, { type: 'uint16', scale: 0.1, offset: -40 })).toEqual([250]);
    expect(read(3, { type: 'uint16', scale: 0.1 })).toBe(0.3);
    expect(read(7, { type: 'uint16', scale: 5, decimals: 1 })).toBe(3.5);
    expect(read(100, { type: 'uint16', offset: '0.25' })).toBe(100.25);
    expect(read(100, { type: 'uint16', scale: '-0.5', offset: 10 })).toBe(-40);
    expect(encodeValue(-40, { type: 'uint16', scale: '-0.5', offset: 10 })).toEqual([100]);
    expect(encodeValue(1, { type: 'uint16', scale: 3, decimals: 1 })).toEqual([3]);
    expect(Object.is(read(0, { type: 'uint16', scale: -1 }), 0)).toBe(true);
  });

  it('gives back every raw value under any scale and offset', () => {
    const factor = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -6, max: 6 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        factor,
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.integer({ min: 0, max: 3 }),
        (raw, [digits, exponent, negative], offset, decimals) => {
          const scale = `${negative ? '-' : ''}${digits}e${exponent}`;
          const spec: ValueSpec = { type: 'int32', scale, offset: `${offset}e-3`, decimals };
          const registers = encodeValue(raw, { type: 'int32' });
          const value = decodeValue(registers, spec) as number;
          // Beyond 15 digits a number cannot tell neighbours apart.
          fc.pre(Math.abs(value / (Number(scale) / 10 ** decimals)) < 1e14);
          expect(encodeValue(value, spec)).toEqual(registers);
        },
      ),
    );
  });

  it('refuses to round when it must be exact', () => {
    const spec: ValueSpec = { type: 'uint16', decimals: 1, exact: true };
    expect(encodeValue(77.2, spec)).toEqual([772]);
    expect(() => encodeValue(77.25, spec)).toThrow('would have to be rounded');
    expect(encodeValue(77.25, { ...spec, exact: false })).toEqual([773]);
    expect(() => encodeValue(1.5, { type: 'uint16' })).toThrow('not a whole number');
    expect(encodeValue(1.5, { type: 'uint16', exact: false })).toEqual([2]);
    expect(encodeValue('2.0', { type: 'uint16' })).toEqual([2]);
  });

  it('of 64 bits gives the nearest number, or refuses if that must be exact', () => {
    const registers = encodeValue(9_007_199_254_740_993n, { type: 'uint64' });
    expect(decodeValue(registers, { type: 'uint64', decimals: 3 })).toBe(Number('9007199254740.993'));
    expect(decodeValue(registers, { type: 'uint64', decimals: 0 })).toBe(9_007_199_254_740_993n);
    const largest = [0xffff, 0xffff, 0xffff, 0xffff];
    expect(decodeValue(largest, { type: 'uint64', decimals: 3 })).toBe(Number('18446744073709551.615'));
    expect(() => decodeValue(largest, { type: 'uint64', decimals: 3, exact: true })).toThrow(
      '18446744073709551.615 has more digits than a number can hold',
    );
    expect(encodeValue('18446744073709551.615', { type: 'uint64', decimals: 3 })).toEqual(largest);
  });

  it('says what fits', () => {
    expect(() => encodeValue(6553.6, { type: 'uint16', decimals: 1 })).toThrow('0 to 6553.5');
    expect(() => encodeValue(6553.55, { type: 'uint16', decimals: 1 })).toThrow('0 to 6553.5');
    expect(() => encodeValue(200, { type: 'int16', scale: '-0.001' })).toThrow('-32.767 to 32.768');
    expect(() => encodeValue('1e300', { type: 'uint64', decimals: 1, exact: true })).toThrow(
      '0 to 1844674407370955161.5',
    );
    expect(() => encodeValue(-1, { type: 'uint16' })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('signed') }),
    );
    expect(() => decodeValue([0xffff], { type: 'uint16', scale: '1e308' })).toThrow('too large');
  });

  it('refuses NaN and infinities', () => {
    for (const value of [Number.NaN, 1 / 0, -1 / 0, '', 'NaN', '1,5']) {
      expect(() => encodeValue(value, { type: 'int16' })).toThrow(
        expect.objectContaining({ code: 'bad-argument' }),
      );
      expect(() => encodeValue(value, { type: 'int16', decimals: 1 })).toThrow();
    }
  });

  it('holds for BCD too', () => {
    expect(read(0x1234, { type: 'bcd16', decimals: 2 })).toBe(12.34);
    expect(encodeValue(12.34, { type: 'bcd16', decimals: 2 })).toEqual([0x1234]);
    expect(() => encodeValue(100, { type: 'bcd16', decimals: 2 })).toThrow('0 to 99.99');
    expect(decodeValue([0x9999, 0x9999, 0x9999, 0x9999], { type: 'bcd64' })).toBe(9_999_999_999_999_999n);
    expect(decodeValue([0x9999, 0x9999, 0x9999], { type: 'bcd48' })).toBe(999_999_999_999);
  });
});
