import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBits, unpackBits } from './bits.js';

describe('packed bits', () => {
  it('begin with the lowest bit of the first byte, and end with zeros', () => {
    const bits = [true, false, true, true, false, false, true, true, true, true, false];
    expect(packBits(bits)).toEqual(Uint8Array.of(0xcd, 0x03));
    expect(unpackBits(Uint8Array.of(0xcd, 0x03), 11)).toEqual(bits);
  });

  it('are the bits that were packed, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2000, size: 'max' }), bits => {
        const bytes = packBits(bits);
        expect(bytes.length).toBe(Math.ceil(bits.length / 8));
        expect(unpackBits(bytes, bits.length)).toEqual(bits);
      }),
    );
  });

  it('are false where there is no byte', () => {
    expect(unpackBits(Uint8Array.of(0xff), 10)).toEqual([...Array(8).fill(true), false, false]);
  });
});
