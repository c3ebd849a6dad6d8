import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueVectors } from '../../test/vectors.js';
import { fromRegister, toRegister } from './decimal.js';

const scaled = valueVectors.filter(vector => vector.kind === 'scaled');

describe('decimals in a register', () => {
  it.each(scaled)('$name', ({ type, raw, decimals, value, encodeOnly, valid }) => {
    const format = { decimals, signed: type === 'int16' };
    const register = raw < 0 ? raw + 0x10000 : raw;
    if (valid === false) expect(() => toRegister(value, format)).toThrow();
    else {
      expect(toRegister(value, format)).toBe(register);
      if (!encodeOnly) expect(fromRegister(register, format)).toBe(value);
    }
  });

  it('brings back each of the 65,536 raw values for 0 to 10 decimals, signed and unsigned', () => {
    let wrong = 0;
    for (let decimals = 0; decimals <= 10; decimals += 1) {
      for (const signed of [false, true]) {
        for (let raw = 0; raw <= 0xffff; raw += 1) {
          if (toRegister(fromRegister(raw, { decimals, signed }), { decimals, signed }) !== raw) wrong += 1;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('reads what a person would write: the double nearest to the decimal number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 10 }), (raw, decimals) => {
        const digits = String(raw).padStart(decimals + 1, '0');
        const written = `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`;
        expect(fromRegister(raw, { decimals })).toBe(Number(written));
        expect(toRegister(written, { decimals })).toBe(raw);
      }),
    );
  });

  it('rounds half away from zero, on the digits and not on their binary neighbours', () => {
    expect(toRegister(4.35, { decimals: 2 })).toBe(435);
    expect(toRegister(1.13, { decimals: 2 })).toBe(113);
    expect(toRegister(-1.15, { decimals: 2, signed: true })).toBe(0x10000 - 115);
    expect(toRegister(1.005, { decimals: 2 })).toBe(101);
    expect(toRegister('0.5')).toBe(1);
    expect(toRegister('0.49999')).toBe(0);
    expect(toRegister('-0.5', { signed: true })).toBe(0xffff);
    expect(toRegister('-0.4', { signed: true })).toBe(0);
  });

  it('understands digits in every usual form', () => {
    for (const text of ['95.0', '95', '+95.', '9.5e1', '950E-1', ' 95.00 '])
      expect(toRegister(text, { decimals: 1 })).toBe(950);
  });

  it('refuses what is no number', () => {
    for (const text of ['', ' ', '.', '-', '1,5', '0x10', 'NaN', 'Infinity', '1e', 'e5', '1.2.3', '12a']) {
      expect(() => toRegister(text)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    }
    expect(() => toRegister(Number.NaN)).toThrow();
    expect(() => toRegister(Number.POSITIVE_INFINITY)).toThrow();
  });

  it('refuses what does not fit, and says what does', () => {
    expect(() => toRegister(6553.6, { decimals: 1 })).toThrow('0 to 6553.5');
    expect(() => toRegister(6553.55, { decimals: 1 })).toThrow();
    expect(() => toRegister(-1)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('signed') }),
    );
    expect(() => toRegister(32768, { signed: true })).toThrow('-32768 to 32767');
    expect(() => toRegister('1e300')).toThrow();
    expect(() => toRegister(1, { decimals: 11 })).toThrow();
    expect(() => fromRegister(1, { decimals: -1 })).toThrow();
  });
});
