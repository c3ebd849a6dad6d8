import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestFloat16, shortestFloat32 } from './shortest-float.js';
import { decodeValue, encodeValue } from './value.js';

const single = { type: 'float32' } as const;

describe('floats', () => {
  it('keep the sign of zero, and the payload of a quiet NaN', () => {
    expect(Object.is(decodeValue([0x8000, 0], single), -0)).toBe(true);
    expect(encodeValue(-0, single)).toEqual([0x8000, 0]);
    expect(encodeValue(Number.NaN, single)).toEqual([0x7fc0, 0]);
    expect(encodeValue(decodeValue([0x7fc1, 0x2345], single), single)).toEqual([0x7fc1, 0x2345]);
  });

  it('are not written when they would become infinite, unless that is allowed', () => {
    for (const value of [3.5e38, -3.5e38, 1 / 0, -1 / 0, '1e39', 10n ** 39n])
      expect(() => encodeValue(value, single)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    expect(() => encodeValue(1 / 0, { type: 'float64' })).toThrow('would be stored as Infinity');
    expect(encodeValue(3.5e38, { ...single, allowInfinity: true })).toEqual([0x7f80, 0]);
    expect(encodeValue('-1e999', { type: 'float64', allowInfinity: true })).toEqual([0xfff0, 0, 0, 0]);
    expect(encodeValue(3.4028234663852886e38, single)).toEqual([0x7f7f, 0xffff]);
  });

  it('are rounded to the nearest, unless they must be exact', () => {
    expect(encodeValue(16_777_217, single)).toEqual([0x4b80, 0]);
    expect(() => encodeValue(16_777_217, { ...single, exact: true })).toThrow('16777216');
    expect(() => encodeValue(18.6, { ...single, exact: true })).toThrow('18.6');
    expect(() => encodeValue(2n ** 53n + 1n, { type: 'float64', exact: true })).toThrow('exactly');
    expect(encodeValue('18.5', { ...single, exact: true })).toEqual([0x4194, 0]);
    expect(encodeValue(Number.NaN, { ...single, exact: true })).toEqual([0x7fc0, 0]);
  });

  it('are rounded once where digits or a bigint say more than a number holds', () => {
    // 2^53 + 2^29 is halfway between two of float32, 1 + 2^-24 and 1 + 2^-11 of float32 and float16.
    const half = { type: 'float16' } as const;
    for (const sign of [1n, -1n]) {
      const stored = (value: bigint) => decodeValue(encodeValue(sign * value, single), single);
      expect(stored(2n ** 53n + 2n ** 29n + 1n)).toBe(Number(sign) * (2 ** 53 + 2 ** 30));
      expect(stored(2n ** 53n + 2n ** 29n)).toBe(Number(sign) * 2 ** 53);
      expect(stored(3n * 2n ** 53n + 2n ** 30n - 1n)).toBe(Number(sign) * 3 * 2 ** 53);
    }
    expect(encodeValue('1.00000005960464477539062500000001', single)).toEqual([0x3f80, 1]);
    expect(encodeValue('-1.00000005960464477539062500000001', single)).toEqual([0xbf80, 1]);
    expect(encodeValue('1.000000059604644775390625', single)).toEqual([0x3f80, 0]);
    expect(encodeValue('1.00048828125000000000000001', half)).toEqual([0x3c01]);
    expect(() => encodeValue('340282356779733661637539395458142568448', single)).toThrow('does not fit');
    expect(encodeValue('340282356779733661637539395458142568447', single)).toEqual([0x7f7f, 0xffff]);
    expect(encodeValue('-0.0', single)).toEqual([0x8000, 0]);
    expect(decodeValue(encodeValue('0.1', { type: 'float64' }), { type: 'float64' })).toBe(0.1);
  });

  it('of one register have three digits, and end at 65504', () => {
    const half = { type: 'float16' } as const;
    expect(decodeValue([0x3c00], half)).toBe(1);
    expect(decodeValue([0x003c], { ...half, order: 'BADC' })).toBe(1);
    expect(Object.is(decodeValue([0x8000], half), -0)).toBe(true);
    expect(encodeValue(['18.6', 65_504, -(2 ** -24)], { ...half, count: 3 })).toEqual([
      0x4ca6, 0x7bff, 0x8001,
    ]);
    expect(decodeValue([0x4ca6], half)).toBe(18.59375);
    expect(encodeValue(65_519.9, half)).toEqual([0x7bff]);
    expect(() => encodeValue(65_520, half)).toThrow('65520 does not fit float16');
    expect(encodeValue(65_520, { ...half, allowInfinity: true })).toEqual([0x7c00]);
    expect(() => encodeValue(2049, { ...half, exact: true })).toThrow('stored as 2048');
    expect(decodeValue([0x7e00], { ...half, sentinels: [0x7e00] })).toBeNaN();
    expect(encodeValue(Number.NaN, half)).toEqual([0x7e00]);
  });

  it('of one register are shown with as few digits as they need', () => {
    expect(shortestFloat16(18.59375)).toBe(18.6);
    expect(shortestFloat16(65_504)).toBe(65_500);
    expect(shortestFloat16(2 ** -24)).toBe(6e-8);
    expect(shortestFloat16(Number.NaN)).toBeNaN();
    expect(Object.is(shortestFloat16(-0), -0)).toBe(true);
    const lossy = Array.from({ length: 0x7c00 }, (_, half) =>
      decodeValue([half], { type: 'float16' }),
    ).filter(
      value =>
        decodeValue(encodeValue(shortestFloat16(value), { type: 'float16' }), { type: 'float16' }) !== value,
    );
    expect(lossy).toEqual([]);
  });

  it('are shown with as few digits as float32 needs', () => {
    expect(shortestFloat32(18.600000381469727)).toBe(18.6);
    expect(shortestFloat32(Math.fround(0.1))).toBe(0.1);
    expect(shortestFloat32(16_777_216)).toBe(16_777_216);
    expect(shortestFloat32(1.401298464324817e-45)).toBe(1e-45);
    expect(shortestFloat32(3.4028234663852886e38)).toBe(3.4028235e38);
    expect(Object.is(shortestFloat32(-0), -0)).toBe(true);
    expect(shortestFloat32(Number.NaN)).toBeNaN();
    expect(shortestFloat32(-1 / 0)).toBe(-1 / 0);
  });

  it('mean the same after they were shortened', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), value => {
        const shown = shortestFloat32(value);
        expect(Object.is(Math.fround(shown), value)).toBe(true);
        expect(
          String(shown)
            .replace(/e.*|[-.]/g, '')
            .replace(/^0+|0+$/g, '').length,
        ).toBeLessThanOrEqual(9);
      }),
    );
  });
});
