import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_ORDERS } from './byte-order.js';
import { decodeValue, encodeValue, registersOf } from './value.js';
import type { ValueSpec } from './value-spec.js';
import { VALUE_TYPES, type ValueType } from './value-types.js';

const wholes = (bits: number, signed: boolean): fc.Arbitrary<unknown> => {
  const [min, max] = signed
    ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
    : [0n, 2n ** BigInt(bits) - 1n];
  const all = fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, 0n, 1n));
  return bits === 64 ? all : all.map(Number);
};
const digits = (count: number): fc.Arbitrary<unknown> => {
  const all = fc.bigInt({ min: 0n, max: 10n ** BigInt(count) - 1n });
  return count === 16 ? all : all.map(Number);
};

/** Every value of each type that comes back as it is. */
const valuesOf: Record<ValueType, fc.Arbitrary<unknown>> = {
  int16: wholes(16, true),
  uint16: wholes(16, false),
  int32: wholes(32, true),
  uint32: wholes(32, false),
  int48: wholes(48, true),
  uint48: wholes(48, false),
  int64: wholes(64, true),
  uint64: wholes(64, false),
  float16: fc.nat({ max: 0xffff }).map(half => decodeValue([half], { type: 'float16' })),
  float32: fc.float(),
  float64: fc.double(),
  bcd16: digits(4),
  bcd32: digits(8),
  bcd48: digits(12),
  bcd64: digits(16),
  string: fc
    .array(fc.integer({ min: 0x21, max: 0x7e }), { maxLength: 32 })
    .map(codes => String.fromCharCode(...codes)),
  bits: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
  bit: fc.boolean(),
};

const optionsOf = (type: ValueType): Partial<ValueSpec> => {
  if (type === 'bit') return { bit: 11 };
  return type.startsWith('float') ? { allowInfinity: true } : {};
};

const cases = (Object.keys(VALUE_TYPES) as ValueType[]).flatMap(type =>
  BYTE_ORDERS.map(order => [type, order] as const),
);

describe('what is written is read back', () => {
  it.each(cases)('as %s in the order %s', (type, order) => {
    const spec: ValueSpec = { type, order, ...optionsOf(type) };
    fc.assert(
      fc.property(valuesOf[type], value => {
        const registers = encodeValue(value as never, spec);
        expect(registers).toHaveLength(registersOf(spec));
        expect(decodeValue(registers, spec)).toEqual(value);
      }),
    );
  });

  it.each(cases)('as an array of %s in the order %s, element by element', (type, order) => {
    const single: ValueSpec = { type, order, ...optionsOf(type) };
    fc.assert(
      fc.property(fc.array(valuesOf[type], { minLength: 1, maxLength: 9 }), values => {
        const spec = { ...single, count: values.length };
        const registers = encodeValue(values as never, spec);
        expect(registers).toEqual(values.flatMap(value => encodeValue(value as never, single)));
        expect(registers).toHaveLength(registersOf(spec));
        expect(decodeValue(registers, spec)).toEqual(values);
      }),
    );
  });

  it('from registers: any integer registers come back, in all orders', () => {
    const integers = (Object.keys(VALUE_TYPES) as ValueType[]).filter(type => type.includes('int'));
    const word = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(
        fc.constantFrom(...integers),
        fc.constantFrom(...BYTE_ORDERS),
        fc.array(word, { minLength: 4, maxLength: 4 }),
        (type, order, words) => {
          const registers = words.slice(0, VALUE_TYPES[type].registers);
          expect(encodeValue(decodeValue(registers, { type, order }) as never, { type, order })).toEqual(
            registers,
          );
        },
      ),
    );
  });
});
