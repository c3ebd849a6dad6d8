import { describe, expect, it } from 'vitest';
import { valueVectors } from '../../test/vectors.js';
import { unpackBits } from '../pdu/bits.js';
import { decodeValue, encodeValue } from './value.js';
import type { NumericInput, ValueSpec } from './value-spec.js';

type Vector = (typeof valueVectors)[number];

/** The vectors spell the order out for each width. */
const orders = {
  AB: 'ABCD',
  BA: 'DCBA',
  ABCDEFGH: 'ABCD',
  GHEFCDAB: 'CDAB',
  BADCFEHG: 'BADC',
  HGFEDCBA: 'DCBA',
} as Record<string, ValueSpec['order']>;

function specOf(vector: Vector): ValueSpec {
  const text: Partial<ValueSpec> =
    vector.type === 'string'
      ? { length: vector.registerCount, encoding: 'latin1', pad: vector.pad === '00' ? '\0' : ' ' }
      : {};
  return { type: vector.type, order: orders[vector.byteOrder] ?? vector.byteOrder, ...text };
}

function expectedOf({ type, value }: Vector): unknown {
  if (/64$/.test(type) && type.includes('int')) return BigInt(value);
  const special: Record<string, number> = { NaN: Number.NaN, Infinity: 1 / 0, '-Infinity': -1 / 0, '-0': -0 };
  return type === 'string' ? value : (special[value] ?? value);
}

const registersOf = ({ registers }: Vector): number[] =>
  registers.map((word: string) => Number.parseInt(word, 16));

const isInfinite = (value: unknown): boolean => value === 1 / 0 || value === -1 / 0;

describe('the vector', () => {
  const values = valueVectors.filter(({ kind }) => kind === 'value');

  it.each(values.filter(({ valid }) => valid))('$name is read and written', vector => {
    const spec = specOf(vector);
    const value = expectedOf(vector);
    expect(decodeValue(registersOf(vector), spec)).toBe(value);
    if (vector.decodeOnly) return;
    const writing = isInfinite(value) ? { ...spec, allowInfinity: true } : spec;
    expect(encodeValue(value as never, writing)).toEqual(registersOf(vector));
    if (vector.input !== undefined) expect(encodeValue(vector.input, spec)).toEqual(registersOf(vector));
  });

  it.each(values.filter(({ valid, registers }) => !valid && registers))('$name cannot be read', vector => {
    expect(() => decodeValue(registersOf(vector), specOf(vector))).toThrow(
      expect.objectContaining({ name: 'RegisterContentError' }),
    );
  });

  it.each(values.filter(({ valid, registers }) => !valid && !registers))('$name', vector => {
    expect(() => encodeValue(expectedOf(vector) as NumericInput, specOf(vector))).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
  });

  it.each(valueVectors.filter(({ kind }) => kind === 'scaled'))('$name', vector => {
    const spec: ValueSpec = { type: vector.type, decimals: vector.decimals };
    if (!vector.valid) expect(() => encodeValue(vector.value, spec)).toThrow();
    else {
      expect(encodeValue(vector.value, spec)).toEqual(registersOf(vector));
      if (!vector.encodeOnly) expect(decodeValue(registersOf(vector), spec)).toBe(vector.value);
    }
  });

  it.each(valueVectors.filter(({ kind }) => kind === 'bits'))('$name', ({ hex, quantity, value }) => {
    const bytes = Uint8Array.from(hex.match(/../g), (byte: string) => Number.parseInt(byte, 16));
    expect(unpackBits(bytes, quantity).map(Number)).toEqual(value);
  });
});
