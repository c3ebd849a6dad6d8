/** The middle value; the mean of the two middle ones when their number is even. Throws a `RangeError` for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('there is no median of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  return sorted.length % 2 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
}

/**
 * How many times as fast as `baseline` another case is: the median of the ratios round by round, so that what slowed
 * a whole round (another program, a lower clock) slows both sides of a ratio.
 *
 * @example
 * medianRatio([10, 20, 30], [5, 10, 10]); // 2
 */
export function medianRatio(baseline: readonly number[], other: readonly number[]): number {
  if (baseline.length !== other.length)
    throw new RangeError('the two cases ran a different number of rounds');
  return median(baseline.map((time, round) => time / other[round]!));
}

/** Megabytes (10^6 bytes) per second, from the bytes that one operation handles and its nanoseconds. */
export function megabytesPerSecond(bytes: number, nanoseconds: number): number {
  return (bytes / nanoseconds) * 1000;
}

/** Differences up to this factor are called even: two runs on a shared machine differ by as much. */
const EVEN = 1.05;

/** Who is faster, from the ratio of the JavaScript time to the WASM time. */
export function winner(ratio: number): 'WASM' | 'JS' | 'even' {
  if (ratio > EVEN) return 'WASM';
  return ratio < 1 / EVEN ? 'JS' : 'even';
}

/** The smallest size from which on WASM is nowhere slower, or `undefined`. `ratios[i]` belongs to `sizes[i]`, ascending. */
export function crossover(sizes: readonly number[], ratios: readonly number[]): number | undefined {
  const lastLoss = ratios.findLastIndex(ratio => ratio < 1);
  return sizes[lastLoss + 1];
}
