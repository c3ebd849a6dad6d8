import type { ValueSpec } from '@bus/modbus';
import type { PointFault, PointValue } from '../services/poll/poll-event.js';
import { printable } from './text-width.js';

/**
 * A value for people, with the decimals that its point has, fit for a terminal.
 *
 * @example formatPoint(95, { type: 'uint16', decimals: 1 }) // '95.0'
 */
export function formatPoint(value: PointValue | undefined, spec?: ValueSpec): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(each => formatPoint(each, spec)).join(' ');
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const { decimals = 0, scale, offset } = spec ?? {};
  if (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    decimals > 0 &&
    scale === undefined &&
    offset === undefined
  )
    return value.toFixed(decimals);
  return printable(String(value));
}

/** `exception 2`, `no-reply`. */
export function formatFault({ code, exceptionCode }: PointFault): string {
  return exceptionCode === undefined ? code : `exception ${exceptionCode}`;
}
