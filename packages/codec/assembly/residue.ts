/**
 * The CRC of a folded message: multiplies by x^16 and reduces 128 bits to 16. Each step halves the word in which
 * x^15 = x + 1 is applied: x^120 = x^8 + 1, x^60 = x^4 + 1, x^30 = x^2 + 1. Lowest bit is the highest degree.
 */
// @ts-ignore: decorator
@inline
export function residue(fold: v128, parity: v128): u32 {
  const low = <u64>i64x2.extract_lane(fold, 0);
  let high = <u64>i64x2.extract_lane(fold, 1);
  const t8 = low & 0xff;
  high ^= (t8 << 56) ^ (t8 << 48);
  const y = ((low & ~0xff) >> 4) | (high << 60);
  const bits = i64x2.extract_lane(parity, 0) ^ i64x2.extract_lane(parity, 1);
  return reduce((high & ~15) ^ y ^ (y >> 4), bits);
}

/** The same for a message of at most eight bytes. */
// @ts-ignore: decorator
@inline
export function residueOfWord(word: u64): u32 {
  return reduce(word, word);
}

function reduce(word: u64, bits: u64): u32 {
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
