/**
 * The number with the fewest decimal digits, 9 at most, that float32 cannot tell from `value`: what a person would have
 * written. For display; the value itself is what the device sent.
 *
 * @example shortestFloat32(18.600000381469727) // 18.6
 */
export function shortestFloat32(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single) || single === 0) return single;
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single) return shorter;
  }
  return Number(single.toPrecision(9));
}
