/** Sum of `length` bytes modulo 256, sixteen at a time. Lanes overflow freely: only the low eight bits count. */
export function sum8(at: usize, length: usize): u32 {
  const end = at + length;
  let lanes = i64x2(0, 0);
  for (; at + 16 <= end; at += 16) lanes = i8x16.add(lanes, v128.load(at));
  // Two bytes per 16-bit lane, then four, eight and all sixteen of them.
  const pairs = i16x8.extadd_pairwise_i8x16_u(lanes);
  const fours = i32x4.extadd_pairwise_i16x8_u(pairs);
  let sum: u32 = 0;
  sum += i32x4.extract_lane(fours, 0) + i32x4.extract_lane(fours, 1);
  sum += i32x4.extract_lane(fours, 2) + i32x4.extract_lane(fours, 3);
  for (; at < end; at++) sum += load<u8>(at);
  return sum & 0xff;
}

/** Two's complement of the sum. */
export function lrc8(at: usize, length: usize): u32 {
  return -sum8(at, length) & 0xff;
}
