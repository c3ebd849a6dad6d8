import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHex, encodeHex, writeHex } from './hex-codec.js';
import * as js from './js/hex-codec.js';
import { HEX_PIECE } from './text-layout.js';
import { encode, hexText } from './text-streams.fixture.js';

const pattern = Uint8Array.from({ length: 700 }, (_, i) => (i * 167 + 13) & 0xff);
const ways = [
  ['by the public functions', { decodeHex, encodeHex }],
  ['in JavaScript', js],
] as const;

describe.each(ways)('hexadecimal digits, %s', (_way, { decodeHex, encodeHex }) => {
  it('are those of the definition for every length and alignment', () => {
    for (let length = 0; length <= 600; length++) {
      const start = length % 17;
      const digits = encodeHex(pattern, start, start + length);
      expect(String.fromCharCode(...digits)).toBe(hexText(pattern.subarray(start, start + length)));
      const around = encode(`${'x'.repeat(start)}${String.fromCharCode(...digits)}xx`);
      const bytes = decodeHex(around, start, start + 2 * length);
      expect(bytes).toEqual(pattern.slice(start, start + length));
    }
  });

  it('are read in either case', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(decodeHex(encode(hexText(all).toLowerCase()))).toEqual(all);
  });

  it.each([2, 30, 32, 34, 126, 128, 500])(
    'are refused with any other character at any place among %i',
    count => {
      const digits = encode('0'.repeat(count));
      const others = Array.from({ length: 256 }, (_, code) => code).filter(
        code => !/[0-9A-Fa-f]/.test(String.fromCharCode(code)),
      );
      for (const other of others) {
        for (const at of [0, 1, count >> 1, count - 2, count - 1]) {
          digits[at] = other;
          expect(decodeHex(digits), `${other} at ${at}`).toBeUndefined();
          digits[at] = 0x30;
        }
      }
      expect(decodeHex(digits)).toEqual(new Uint8Array(count / 2));
    },
  );

  it('come in pairs', () => {
    expect(decodeHex(encode('012'))).toBeUndefined();
    expect(decodeHex(encode('0'.repeat(301)))).toBeUndefined();
  });

  it('are not looked for outside of the array', () => {
    expect(() => decodeHex(encode('0102'), 2, 6)).toThrow(RangeError);
    expect(() => encodeHex(pattern, 3, 2)).toThrow(RangeError);
  });

  it('may be more than fit into the memory of WebAssembly at once', () => {
    const many = new Uint8Array(2 * HEX_PIECE + 77).map((_, i) => (i * 31) >> 3);
    const digits = encodeHex(many);
    expect(decodeHex(digits)).toEqual(many);
    digits[digits.length - 1] = 0x67;
    expect(decodeHex(digits)).toBeUndefined();
  });
});

describe('writeHex', () => {
  it('touches nothing but the place of the digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), fc.nat(20), (bytes, before, behind) => {
        const target = new Uint8Array(before + 2 * bytes.length + behind).fill(0x2e);
        expect(writeHex(target, before, bytes)).toBe(before + 2 * bytes.length);
        const text = `${'.'.repeat(before)}${hexText(bytes)}${'.'.repeat(behind)}`;
        expect(target).toEqual(encode(text));
      }),
    );
  });

  it('refuses a target that is too small', () => {
    const target = new Uint8Array(5);
    expect(() => writeHex(target, 2, Uint8Array.of(1, 2))).toThrow(
      'bytes 2..6 are not within the 5 bytes given',
    );
    expect(target).toEqual(new Uint8Array(5));
  });
});
