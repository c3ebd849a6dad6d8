import { formatValue } from './format-values.js';
import { describePlace } from './services/values/target.js';
import type { Written } from './services/write.js';

/** What a write prints: `wrote 95.0 to unit 1, holding 24`. */
export function formatWritten(written: Written): string {
  const { name, unit, table, address, quantity, values, broadcast, verified, symbol } = written;
  const texts = values.map(value => formatValue(value, written)).join(' ');
  const value = symbol === undefined ? texts : `${texts} ${symbol}`;
  const place = describePlace({ table, address, size: quantity });
  if (broadcast) return `sent ${value} to all units, ${place}: nobody confirms a broadcast`;
  const target = name === undefined ? `unit ${unit}, ${place}` : name;
  return `wrote ${value} to ${target}${verified ? ', and read it back' : ''}`;
}
