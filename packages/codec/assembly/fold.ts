/**
 * Multiplies a register by x^128 modulo Q and adds a block: with y = x^8, y^16 = y^2 + y, which only moves lanes. Added
 * in this order, the block is three steps away from the next round.
 */
// @ts-ignore: decorator
@inline
export function foldInto(a: v128, block: v128): v128 {
  const rotated = i8x16.swizzle(a, i8x16(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1));
  const shifted = i8x16.swizzle(a, i8x16(-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1));
  const carried = i8x16.swizzle(a, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, -1, -1));
  return v128.xor(v128.xor(rotated, shifted), v128.xor(carried, block));
}

/**
 * The first `count` of 16 bytes, with the register in the first two of them, moved to the end: zeros in front of a
 * message change nothing, and all blocks behind it are whole.
 */
// @ts-ignore: decorator
@inline
export function firstBlock(at: usize, count: usize, crc: u32): v128 {
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const block = v128.xor(v128.load(at), i32x4(crc, 0, 0, 0));
  return i8x16.swizzle(block, i8x16.sub(order, i8x16.splat(<i8>(16 - count))));
}

/** What one byte does to the register. */
// @ts-ignore: decorator
@inline
export function afterByte(crc: u32, byte: u32): u32 {
  const b = (crc ^ byte) & 0xff;
  return (crc >> 8) ^ (b << 6) ^ (b << 7) ^ (popcnt(b) & 1 ? 0xc001 : 0);
}
