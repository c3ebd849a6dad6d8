import { describe, expect, it } from 'vitest';
import { unpackBits } from '../pdu/bits.js';
import { BYTEORDER_BIG, BYTEORDER_BIG_SWAP, BYTEORDER_LITTLE, BYTEORDER_LITTLE_SWAP } from './byte-order.js';
import { decodeValue, encodeValue } from './value.js';
import type { NumericInput, ValueSpec } from './value-spec.js';

const registersOf = (hex: string): number[] =>
  (hex.match(/.{4}/g) ?? []).map(word => Number.parseInt(word, 16));

/** Value, registers, spec. */
const conversions: [NumericInput, string, ValueSpec][] = [
  [75_000, '000124F8', { type: 'uint32' }],
  [1_000_000, '000F4240', { type: 'uint32' }],
  [4_294_967_295, 'FFFFFFFF', { type: 'uint32' }],
  [-200_000_000, 'F4143E00', { type: 'int32' }],
  [2_923_517_522, 'AE415652', { type: 'uint32', order: BYTEORDER_BIG }],
  [2_923_517_522, '525641AE', { type: 'uint32', order: BYTEORDER_LITTLE }],
  [2_923_517_522, '41AE5256', { type: 'uint32', order: BYTEORDER_BIG_SWAP }],
  [2_923_517_522, '5652AE41', { type: 'uint32', order: BYTEORDER_LITTLE_SWAP }],
  [-1_371_449_774, 'AE415652', { type: 'int32', order: BYTEORDER_BIG }],
  [-1_371_449_774, '525641AE', { type: 'int32', order: BYTEORDER_LITTLE }],
  [-1_371_449_774, '41AE5256', { type: 'int32', order: BYTEORDER_BIG_SWAP }],
  [-1_371_449_774, '5652AE41', { type: 'int32', order: BYTEORDER_LITTLE_SWAP }],
  [-1n, 'FFFFFFFFFFFFFFFF', { type: 'int64' }],
  [-2n, 'FFFFFFFFFFFFFFFE', { type: 'int64' }],
  [18_446_744_073_709_551_614n, 'FFFFFFFFFFFFFFFE', { type: 'uint64' }],
  [1, '3F800000', { type: 'float32' }],
  [1.1, '3F8CCCCD', { type: 'float32' }],
  [100, '42C80000', { type: 'float32' }],
  [1e5, '47C35000', { type: 'float32' }],
  [1.1e9, '4E832156', { type: 'float32' }],
  [1e16, '5A0E1BCA', { type: 'float32' }],
  [1.5e16, '5A5529AF', { type: 'float32' }],
  [3.65e30, '72384725', { type: 'float32' }],
  [-1.1, 'BF8CCCCD', { type: 'float32' }],
  [-2, 'C0000000', { type: 'float32' }],
  [-3.6e30, 'F235C0E9', { type: 'float32' }],
  [123_456, '47F12000', { type: 'float32' }],
  [123_456, '0020F147', { type: 'float32', order: BYTEORDER_LITTLE }],
  [-4.3959787e-11, 'AE415652', { type: 'float32' }],
  [-4.3959787e-11, '525641AE', { type: 'float32', order: BYTEORDER_LITTLE }],
  [-4.3959787e-11, '41AE5256', { type: 'float32', order: BYTEORDER_BIG_SWAP }],
  [-4.3959787e-11, '5652AE41', { type: 'float32', order: BYTEORDER_LITTLE_SWAP }],
  ['1.5e999', '7F800000', { type: 'float32', allowInfinity: true }],
  [1, '3FF0000000000000', { type: 'float64' }],
  [2, '4000000000000000', { type: 'float64' }],
  [1.1e9, '41D0642AC0000000', { type: 'float64' }],
  [3.65e30, '464708E49E2F4D62', { type: 'float64' }],
  [2.42e300, '7E4CE8A5671F46A0', { type: 'float64' }],
  [-1.1, 'BFF199999999999A', { type: 'float64' }],
  [-3.6e30, 'C646B81D1A43B206', { type: 'float64', order: BYTEORDER_BIG }],
  [-3.6e30, '06B2431A1DB846C6', { type: 'float64', order: BYTEORDER_LITTLE }],
  [-3.6e30, '46C61DB8431A06B2', { type: 'float64', order: BYTEORDER_BIG_SWAP }],
  [-3.6e30, 'B2061A43B81DC646', { type: 'float64', order: BYTEORDER_LITTLE_SWAP }],
  [77, '0302', { type: 'uint16', decimals: 1 }],
  [-1, 'FFF6', { type: 'int16', decimals: 1 }],
  [-77, 'FCFE', { type: 'int16', decimals: 1 }],
  ['A', '4120', { type: 'string', length: 1 }],
  ['ABC', '41424320', { type: 'string', length: 2 }],
  [-32_768, '8000', { type: 'int16' }],
  [-1, 'FFFF', { type: 'int16' }],
];

describe('as in MinimalModbus,', () => {
  it.each(conversions)('%s is %s as %o', (value, hex, spec) => {
    expect(encodeValue(value, spec)).toEqual(registersOf(hex));
    const back = decodeValue(registersOf(hex), spec);
    if (spec.type === 'float32') expect(back).toBe(Math.fround(Number(value)));
    else expect(back).toBe(value);
  });

  it.each([
    ['CD6B05', 19, '1011001111010110101'],
    ['ACDB35', 22, '0011010111011011101011'],
    ['CD01', 10, '1011001110'],
  ])('bits %s are %i bits %s', (hex, count, bits) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16));
    expect(unpackBits(bytes, count).map(Number).join('')).toBe(bits);
  });
});
