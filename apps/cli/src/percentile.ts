/**
 * The value that `share` of all values do not exceed, by nearest rank.
 *
 * @param sorted in ascending order, at least one.
 * @param share 0 < share ≤ 1.
 *
 * @example percentile([1, 2, 3, 4], 0.5) // 2
 */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
