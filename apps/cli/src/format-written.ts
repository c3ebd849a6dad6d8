import { describeTarget } from './format-target.js';
import { formatValue } from './format-values.js';
import type { WriteResult } from './services/write.js';

/** What a write prints: `wrote 95.0 to unit 1, holding 24`. */
export function formatWritten({ unit, table, address, values, decimals, broadcast }: WriteResult): string {
  const texts = values.map(value => formatValue(value, decimals)).join(' ');
  const target = describeTarget(table, address, values.length);
  return broadcast
    ? `sent ${texts} to all units, ${target}: nobody confirms a broadcast`
    : `wrote ${texts} to unit ${unit}, ${target}`;
}
