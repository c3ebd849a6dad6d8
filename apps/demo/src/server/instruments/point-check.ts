import { UsageError } from '@bus/line';
import type { InstrumentInfo, PointInfo } from '../../protocol/index.js';

/** The point that is to be written. @throws {UsageError} there is none, or it is only read. */
export function writablePoint({ id, points }: InstrumentInfo, name: string): PointInfo {
  const point = points.find(each => each.id === name);
  const writable = points.filter(each => each.writable).map(each => each.id);
  const hint = writable.length === 0 ? `${id} is only read.` : `Writable are ${writable.join(', ')}.`;
  if (point === undefined) throw new UsageError(`${id} has no point '${name}'`, { hint });
  if (!point.writable) throw new UsageError(`${id}.${name} is only read`, { hint });
  return point;
}

/** The state that a switch is to have. @throws {UsageError} it is no state. */
export function stateFor({ id }: PointInfo, value: number | boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new UsageError(`${id} is a switch and is set to true or false, not ${value}`);
}

/** The number that a point is to be set to. @throws {UsageError} it is none, out of range, or has too many decimals. */
export function numberFor(point: PointInfo, value: number | boolean): number {
  const { id, unit = '', min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, decimals } = point;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new UsageError(`${id} is set to a number, not ${value}`);
  if (value < min || value > max)
    throw new UsageError(`${id} takes ${min} to ${max}${unit && ` ${unit}`}, not ${value}`);
  if (decimals !== undefined && decimalsOf(value) > decimals) {
    const most = decimals === 0 ? 'is a whole number' : `has ${decimals} decimal${decimals === 1 ? '' : 's'}`;
    throw new UsageError(`${id} ${most}: ${value} would have to be rounded`);
  }
  return value;
}

/** Decimal places of a number as it is written in digits. */
export function decimalsOf(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
