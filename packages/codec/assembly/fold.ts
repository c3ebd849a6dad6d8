/** Multiplies by x^128 modulo Q: with y = x^8, y^16 = y^2 + y, which only moves lanes. */
// @ts-ignore: decorator
@inline
export function fold16(a: v128): v128 {
  const rotated = i8x16.swizzle(a, i8x16(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1));
  const shifted = i8x16.swizzle(a, i8x16(-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1));
  const carried = i8x16.swizzle(a, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, -1, -1));
  return v128.xor(v128.xor(rotated, shifted), carried);
}

/** Moves the first 16 - `lanes` lanes to the end and clears those before. An index outside 0..15 selects zero. */
// @ts-ignore: decorator
@inline
export function shiftDown(a: v128, lanes: usize): v128 {
  return i8x16.swizzle(a, i8x16.sub(lanesInOrder(), i8x16.splat(<i8>lanes)));
}

/** Moves the last 16 - `lanes` lanes to the front and clears those behind. */
// @ts-ignore: decorator
@inline
export function shiftUp(a: v128, lanes: usize): v128 {
  return i8x16.swizzle(a, i8x16.add(lanesInOrder(), i8x16.splat(<i8>lanes)));
}

// @ts-ignore: decorator
@inline
function lanesInOrder(): v128 {
  return i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
