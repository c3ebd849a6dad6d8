// What remains of 128 bits: each step halves the word in which x^15 = x + 1 is applied. Lowest bit is the highest degree.

/** 64 bits that are equal to 128 modulo Q: x^120 = x^8 + 1 for the eight highest degrees, x^60 = x^4 + 1 for the others. */
// @ts-ignore: decorator
@inline
export function halve(fold: v128): u64 {
  const low = <u64>i64x2.extract_lane(fold, 0);
  const y = low & ~0xff;
  return <u64>i64x2.extract_lane(fold, 1) ^ (low << 56) ^ ((low & 0xff) << 48) ^ (y >> 4) ^ (y >> 8);
}

/**
 * The CRC: 64 bits times x^16, reduced to 16 by x^60 = x^4 + 1, x^30 = x^2 + 1 and x^15 = x + 1.
 *
 * @param bits a word with an even number of bits if that is what the message has.
 */
// @ts-ignore: decorator
@inline
export function times16(word: u64, bits: u64): u32 {
  const t20 = word & 0xfffff;
  const r = ((word & ~0xfffff) >> 16) ^ (t20 << 44) ^ (t20 << 40);
  const h32 = <u32>(r >> 2) & ~3;
  let s = (<u32>(r >> 32) & ~3) ^ h32 ^ (h32 >> 2);
  const t2 = s & 3;
  s = (s & ~3) ^ (t2 << 30) ^ (t2 << 28);
  const h16 = (s >> 1) & 0xfffe;
  const u = ((s >> 16) & ~1) ^ h16 ^ (h16 >> 1);
  return u ^ ((popcnt(u) ^ <u32>popcnt(bits)) & 1 ? 0xc001 : 0);
}

/** Whether 64 bits are a multiple of Q, by x^30 = x^2 + 1 and x^15 = x + 1, and `bits` have an even number. */
// @ts-ignore: decorator
@inline
export function isMultiple(word: u64, bits: u64): bool {
  let y = word << 30;
  word = ((word >> 34) << 34) ^ y ^ (y >> 2);
  y = word << 15;
  word = ((word >> 49) << 49) ^ y ^ (y >> 1);
  y = word << 15;
  word = ((word >> 49) << 49) ^ y ^ (y >> 1);
  return !(word | (popcnt(bits) & 1));
}
