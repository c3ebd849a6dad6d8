import type { PointInfo } from '../../protocol/index.js';
import { formatNumber } from './format.js';

/** What was typed: a number that the point takes, or why not. */
export type NumberEntry = { readonly value: number } | { readonly problem: string };

/**
 * Reads a number as people type it: a comma or a point, a real minus sign or a hyphen.
 *
 * Nothing is rounded silently: more decimal places than the point has are refused.
 */
export function parseNumber(
  text: string,
  { min, max, decimals, unit }: Pick<PointInfo, 'min' | 'max' | 'decimals' | 'unit'>,
): NumberEntry {
  const typed = text
    .trim()
    .replace(/^−/, '-')
    .replace(/^([+-]?\d*),(\d+)$/, '$1.$2');
  if (typed === '') return { problem: `Type a number${rangeText(min, max, unit)}.` };
  const match = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))$/.exec(typed);
  if (match === null) return { problem: `“${text.trim()}” is not a number.` };
  const places = (match[1] ?? match[2] ?? '').replace(/0+$/, '').length;
  if (decimals !== undefined && places > decimals) {
    const allowed =
      decimals === 0 ? 'No decimal places' : `At most ${decimals} decimal place${decimals === 1 ? '' : 's'}`;
    return { problem: `${allowed} here.` };
  }
  const value = Number(typed);
  if (!Number.isFinite(value) || (min !== undefined && value < min) || (max !== undefined && value > max))
    return { problem: `It must be${rangeText(min, max, unit) || ' smaller'}.` };
  return { value };
}

/** ` from 0 to 100 °C`, or as much of it as is known. */
export function rangeText(min?: number, max?: number, unit?: string): string {
  const say = (value: number) => formatNumber(value);
  const tail = unit === undefined ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined) return ` from ${say(min)} to ${say(max)}${tail}`;
  if (min !== undefined) return ` at least ${say(min)}${tail}`;
  return max === undefined ? '' : ` at most ${say(max)}${tail}`;
}
