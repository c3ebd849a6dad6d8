import { shortestFloat16, shortestFloat32, type ValueType } from '@bus/modbus';
import { harmlessText } from './harmless-text.js';
import type { FailedReading, Reading, Single } from './services/values/reading.js';
import { describePlace } from './services/values/target.js';

/** How a value stands in its registers. */
interface Form {
  readonly decimals: number;
  readonly type?: ValueType;
}

/**
 * A value as it is printed: with exactly its decimals, `on` and `off`, the bits of a register with bit 15 first. Nothing
 * in a text of a device can steer the terminal.
 */
export function formatValue(value: Single, { decimals, type }: Form): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value))
    return value
      .toReversed()
      .map(Number)
      .join('')
      .replace(/.{4}(?=.)/g, '$& ');
  if (typeof value === 'string') return harmlessText(value);
  if (typeof value === 'bigint') return String(value);
  if (type === 'float16') return String(shortestFloat16(value));
  if (type === 'float32') return String(shortestFloat32(value));
  // The double nearest to a decimal number of at most 15 digits prints as that number again; a scale may need more.
  const fixed = value.toFixed(decimals);
  return decimals > 0 && Number(fixed) === value ? fixed : String(value);
}

type Values = Pick<Reading, 'address' | 'values' | 'decimals'> &
  Partial<Pick<Reading, 'type' | 'quantity' | 'symbol'>>;

/** What a read prints: the bare value, or one line of address and value each. */
export function formatValues(reading: Values): string[] {
  const { address, values, quantity = values.length } = reading;
  const texts = values.map(value => formatValue(value, reading));
  if (texts.length === 1) return texts;
  const step = quantity / values.length;
  const width = String(address + quantity - step).length;
  return texts.map((text, index) => `${String(address + index * step).padStart(width)}  ${text}`);
}

/** What a reading of many prints, in cells: who, where, what. */
export function readingRows(reading: Reading | FailedReading): string[][] {
  const { name, unit, table, address, symbol, bit } = reading;
  const spec = bit === undefined ? undefined : { bit };
  const where = (at: number) =>
    name ?? `unit ${unit}  ${describePlace({ table, address: at, size: 1, spec })}`;
  if ('error' in reading)
    return [[where(address), reading.error.message.replace(`${reading.error.label}: `, '')]];
  const step = reading.quantity / reading.values.length;
  return reading.values.map((value, index) => {
    const text = formatValue(value, reading);
    const place =
      reading.values.length === 1 || name === undefined ? where(address + index * step) : `${name}[${index}]`;
    return [place, symbol === undefined ? text : `${text} ${symbol}`];
  });
}
