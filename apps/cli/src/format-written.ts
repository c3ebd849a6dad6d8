import { formatValue } from './format-values.js';
import { describePlace, given } from './services/values/target.js';
import type { Written } from './services/write.js';

/** What a write prints: `wrote 95.0 to unit 1, holding 24`. */
export function formatWritten(written: Written): string {
  const { name, unit, table, address, quantity, bit, values, broadcast, verified, symbol } = written;
  const texts = values.map(value => formatValue(value, written)).join(' ');
  const value = symbol === undefined ? texts : `${texts} ${symbol}`;
  const place = describePlace({ table, address, size: quantity, spec: given({ bit }) });
  if (broadcast) return `sent ${value} to all units, ${place}: nobody confirms a broadcast`;
  const target = name === undefined ? `unit ${unit}, ${place}` : name;
  const how = rewrittenText(written);
  return `wrote ${value} to ${target}${how}${verified ? ', and read it back' : ''}`;
}

/** That more than the bit was written is said plainly. */
function rewrittenText({ rewritten }: Written): string {
  if (rewritten === undefined) return '';
  return `: read ${hexWord(rewritten.from)} and wrote ${hexWord(rewritten.to)}`;
}

const hexWord = (word: number) => `0x${word.toString(16).toUpperCase().padStart(4, '0')}`;
