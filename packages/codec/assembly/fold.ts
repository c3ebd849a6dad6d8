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
