import { crc16 } from '@bus/codec';
import { describe, expect, it } from 'vitest';
import { undetectedShare } from './undetected-share.js';

/** Counts the patterns of four inverted bits that leave the checksum of a frame right, one by one. */
function countFour(bits: number): [unseen: number, patterns: number] {
  const syndromes = Array.from({ length: bits }, (_, bit) => {
    const bytes = new Uint8Array(bits / 8);
    const zero = crc16(bytes, 0, bytes.length);
    bytes[bit >> 3] = 1 << (bit & 7);
    return crc16(bytes, 0, bytes.length) ^ zero;
  });
  let [unseen, patterns] = [0, 0];
  for (let a = 0; a < bits; a += 1)
    for (let b = 0; b < a; b += 1)
      for (let c = 0; c < b; c += 1)
        for (let d = 0; d < c; d += 1) {
          patterns += 1;
          if ((syndromes[a]! ^ syndromes[b]! ^ syndromes[c]! ^ syndromes[d]!) === 0) unseen += 1;
        }
  return [unseen, patterns];
}

describe('the share of damage that CRC-16 does not see', () => {
  it('is none of one, two, three, or any odd number of bits', () => {
    for (const flips of [1, 2, 3, 5, 7, 15]) expect(undetectedShare(72, flips)).toBe(0);
  });

  it.each([40, 72])('is what counting every pattern of four bits in %i gives', bits => {
    const [unseen, patterns] = countFour(bits);
    expect(undetectedShare(bits, 4) * patterns).toBeCloseTo(unseen, 6);
  });

  it('is about one in 32,768 of many bits', () => {
    expect(undetectedShare(200, 40) * 32_768).toBeCloseTo(1, 1);
  });
});
