/** Sum of `length` bytes modulo 256, sixteen at a time. Lanes overflow freely: only the low eight bits count. */
export function sum8(at: usize, length: usize): u32 {
  const end = at + length;
  let lanes = i64x2(0, 0);
  for (; at + 16 <= end; at += 16) lanes = i8x16.add(lanes, v128.load(at));
  // Two bytes per 16-bit lane, then the lanes of both halves, which the product adds up in its highest sixteen bits.
  const pairs = i16x8.extadd_pairwise_i8x16_u(lanes);
  let sum = <u32>(((i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1)) * 0x0001000100010001) >> 48);
  for (; at < end; at++) sum += load<u8>(at);
  return sum & 0xff;
}
