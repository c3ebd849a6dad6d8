// Sixteen lanes with a sum each, added up. Lanes overflow freely: only the low eight bits count.

/** Of pairs of digits: a lane for the first, which counts 16, and a lane for the second. Modulo 256. */
// @ts-ignore: decorator
@inline
export function sumOfPairs(sums: v128): u32 {
  return sumOfWords(v128.and(i16x8.add(i16x8.shl(sums, 4), i16x8.shr_u(sums, 8)), i16x8.splat(255))) & 255;
}

/** Of bytes. Modulo 256. */
// @ts-ignore: decorator
@inline
export function sumOfBytes(sums: v128): u32 {
  return sumOfWords(i16x8.extadd_pairwise_i8x16_u(sums)) & 255;
}

/** Sum of the eight 16-bit lanes, each of which is below 4096. */
// @ts-ignore: decorator
@inline
function sumOfWords(words: v128): u32 {
  const fours = i64x2.extract_lane(words, 0) + i64x2.extract_lane(words, 1);
  // The upper 16 bits of the product are the sum of its four parts.
  return <u32>((fours * 0x0001_0001_0001_0001) >>> 48);
}
