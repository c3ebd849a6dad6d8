const LEVELS = '▁▂▃▄▅▆▇█';

/**
 * The latest values as a row of bars, from the lowest to the highest of them; a blank where there was none. Values that
 * are all the same stand in the middle.
 *
 * @param width characters.
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = values.slice(-width);
  const known = shown.filter(value => value !== undefined && Number.isFinite(value)) as number[];
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  return shown
    .map(value => {
      if (value === undefined || !Number.isFinite(value)) return ' ';
      // Without a span, or one that no number holds, there is nothing to compare.
      const level = span > 0 && Number.isFinite(span) ? ((value - low) / span) * (LEVELS.length - 1) : 3;
      return LEVELS[Math.round(level)]!;
    })
    .join('')
    .padStart(width);
}
