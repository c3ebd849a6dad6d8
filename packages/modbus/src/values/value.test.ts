import { describe, expect, expectTypeOf, it } from 'vitest';
import { unpackBits } from '../pdu/bits.js';
import { BYTE_ORDERS } from './byte-order.js';
import { decodeValue, encodeValue, registersOf } from './value.js';
import type { Value, ValueSpec } from './value-spec.js';

const badArgument = expect.objectContaining({ code: 'bad-argument' });

describe('values in registers', () => {
  it('F23: keep the order of an array, whatever the order of bytes', () => {
    for (const order of BYTE_ORDERS) {
      for (const type of ['uint16', 'int32', 'uint48', 'float32', 'float64'] as const) {
        const spec = { type, order, count: 3 };
        expect(decodeValue(encodeValue([1, 2, 3], spec), spec)).toEqual([1, 2, 3]);
      }
    }
    expect(encodeValue([1, 2, 3], { type: 'uint32', order: 'CDAB', count: 3 })).toEqual([1, 0, 2, 0, 3, 0]);
    expect(encodeValue([1, 2, 3], { type: 'uint16', order: 'DCBA', count: 3 })).toEqual([
      0x100, 0x200, 0x300,
    ]);
  });

  it('F24: a byte-swapped float is read', () => {
    const expected = 31.433521270751953;
    expect(decodeValue([0xda77, 0xfb41], { type: 'float32', order: 'DCBA' })).toBe(expected);
    expect(decodeValue([0xfb41, 0xda77], { type: 'float32', order: 'BADC' })).toBe(expected);
    expect(decodeValue([0x41fb, 0x77da], { type: 'float32', order: 'ABCD' })).toBe(expected);
    expect(decodeValue([0x77da, 0x41fb], { type: 'float32', order: 'CDAB' })).toBe(expected);
  });

  it('F25: floats are the same in the four orders', () => {
    const one = { ABCD: [0x3f80, 0], CDAB: [0, 0x3f80], BADC: [0x803f, 0], DCBA: [0, 0x803f] };
    for (const order of BYTE_ORDERS) {
      expect(encodeValue(1, { type: 'float32', order })).toEqual(one[order]);
      expect(decodeValue(one[order], { type: 'float32', order })).toBe(1);
    }
  });

  it('F26: bit 0 is the least significant one', () => {
    const coils = unpackBits(Uint8Array.of(0x01, 0x03), 16);
    expect(coils.flatMap((on, bit) => (on ? [bit] : []))).toEqual([0, 8, 9]);
    const bits = decodeValue([0x0103], { type: 'bits' });
    expect(bits.flatMap((on, bit) => (on ? [bit] : []))).toEqual([0, 1, 8]);
    expect(decodeValue([0x0100], { type: 'bit', bit: 8 })).toBe(true);
    expect(decodeValue([0x0100], { type: 'bit', bit: 0 })).toBe(false);
    expect(decodeValue([0x0100], { type: 'bit', bit: 0, order: 'BADC' })).toBe(true);
    expect(decodeValue([0x8000], { type: 'bit', bit: 15 })).toBe(true);
  });

  it('F27: 64 bits lose nothing', () => {
    expect(decodeValue([0x20, 0, 0, 1], { type: 'uint64' })).toBe(2n ** 53n + 1n);
    expect(decodeValue([0xfedc, 0xba98, 0x7654, 0x3210], { type: 'uint64' })).toBe(0xfedcba9876543210n);
    expect(encodeValue('18446744073709551615', { type: 'uint64' })).toEqual([0xffff, 0xffff, 0xffff, 0xffff]);
    expect(encodeValue(42, { type: 'int64' })).toEqual([0, 0, 0, 42]);
    expect(() => encodeValue(2 ** 53, { type: 'uint64' })).toThrow(badArgument);
    expect(decodeValue([0xffff, 0xffff, 0xffff], { type: 'uint48' })).toBe(2 ** 48 - 1);
  });

  it('of 32 bits without a sign are never negative', () => {
    expect(decodeValue([0xffff, 0xffff], { type: 'uint32' })).toBe(4_294_967_295);
    expect(decodeValue([0x8000, 0], { type: 'uint32' })).toBe(2_147_483_648);
  });

  it('have the types that the spec says', () => {
    expectTypeOf(decodeValue([1], { type: 'uint16' })).toEqualTypeOf<number>();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'uint64' })).toEqualTypeOf<bigint>();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'uint64', decimals: 0 })).toEqualTypeOf<bigint>();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'uint64', decimals: 3 })).toEqualTypeOf<number>();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'uint64', scale: '0.1' })).toEqualTypeOf<number>();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'uint64', sentinels: [0] })).toEqualTypeOf<
      number | bigint
    >();
    expectTypeOf(decodeValue([0, 0, 0, 1], { type: 'int64', count: 1 })).toEqualTypeOf<bigint[]>();
    expectTypeOf(decodeValue([1, 2], { type: 'bits', count: 2 })).toEqualTypeOf<boolean[][]>();
    expectTypeOf(decodeValue([0x4141], { type: 'string', length: 1 })).toEqualTypeOf<string>();
    expectTypeOf(decodeValue([1], { type: 'bit', bit: 3 })).toEqualTypeOf<boolean>();
    const spec: ValueSpec = { type: 'uint16' };
    expectTypeOf(decodeValue([1], spec)).toEqualTypeOf<Value>();
    // @ts-expect-error a text is no array of numbers
    expect(() => encodeValue('ab', { type: 'uint16', count: 2 })).toThrow(badArgument);
  });

  it('take as many registers as their type says', () => {
    expect(registersOf({ type: 'string' })).toBe(16);
    expect(registersOf({ type: 'string', length: 3, count: 2 })).toBe(6);
    expect(registersOf({ type: 'float64', count: 5 })).toBe(20);
    expect(registersOf({ type: 'bcd48' })).toBe(3);
    expect(() => decodeValue([1], { type: 'uint32' })).toThrow('takes 2 registers here, not 1');
    expect(() => decodeValue([1, 2, 3], { type: 'uint32' })).toThrow(badArgument);
    expect(() => decodeValue([65_536], { type: 'uint16' })).toThrow(badArgument);
    expect(() => decodeValue([-1], { type: 'bits' })).toThrow(badArgument);
    expect(() => encodeValue([1, 2], { type: 'uint16', count: 3 })).toThrow('array of 3 values');
  });

  it.each([
    [{ type: 'uint8' }, "no type 'uint8'"],
    [{ type: 'toString' }, "no type 'toString'"],
    [{ type: 'uint16', order: 'BA' }, "no byte order 'BA'"],
    [{ type: 'uint16', decimal: 1 }, "'decimal' is not an option of uint16"],
    [{ type: 'float32', decimals: 1 }, "'decimals' is not an option of float32"],
    [{ type: 'string', sentinels: [0] }, "'sentinels' is not an option of string"],
    [{ type: 'uint16', count: 0 }, 'count'],
    [{ type: 'string', length: 1.5 }, 'length'],
    [{ type: 'string', encoding: 'ebcdic' }, 'encoding'],
    [{ type: 'string', pad: 'x' }, 'pad'],
    [{ type: 'string', trim: 'left' }, 'trim'],
    [{ type: 'bit' }, 'bit must say'],
    [{ type: 'bit', bit: 16 }, 'bit must say'],
    [{ type: 'uint16', decimals: 11 }, 'decimals'],
    [{ type: 'uint16', scale: 0 }, 'scale must not be 0'],
    [{ type: 'uint16', scale: 'much' }, 'not a decimal number'],
    [{ type: 'uint16', scale: '1e999' }, 'scale is too large'],
    [{ type: 'uint16', offset: '1e-999' }, 'offset is too large or too small'],
    [{ type: 'uint16', sentinels: [65_536] }, 'sentinel 65536'],
    [{ type: 'uint16', sentinels: [0.5] }, 'sentinel 0.5'],
  ])('are refused under the spec %o', (spec, message) => {
    expect(() => registersOf(spec as ValueSpec)).toThrow(message);
  });

  it('are refused when they are of another kind', () => {
    for (const value of [null, undefined, {}, true, [1]])
      expect(() => encodeValue(value as never, { type: 'uint16' })).toThrow(badArgument);
    expect(() => encodeValue(1 as never, { type: 'string' })).toThrow(badArgument);
    expect(() => encodeValue([true] as never, { type: 'bits' })).toThrow('16 booleans');
    expect(() => encodeValue(1 as never, { type: 'bit', bit: 0 })).toThrow('true or false');
    expect(() => encodeValue('ten', { type: 'float32' })).toThrow(badArgument);
  });
});
