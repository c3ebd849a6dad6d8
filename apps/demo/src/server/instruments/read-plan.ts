import { MAX_READ_BITS, MAX_READ_REGISTERS } from '@bus/modbus';
import type { RegisterPoint } from '../settings/server-settings.js';
import { isBit, widthOf } from './register-point.js';

/** One request that reads several points. */
export interface PlannedRead {
  readonly table: RegisterPoint['table'];
  readonly start: number;
  readonly quantity: number;
  readonly points: readonly RegisterPoint[];
}

/**
 * The requests that read some points: those that adjoin or overlap are read together, as far as one request goes, and
 * none is torn apart. Addresses that nobody asked for are not read, since devices may refuse them.
 */
export function readPlan(points: readonly RegisterPoint[]): PlannedRead[] {
  const reads: PlannedRead[] = [];
  const byPlace = (a: RegisterPoint, b: RegisterPoint) =>
    a.table.localeCompare(b.table) || a.address - b.address;
  for (const point of points.toSorted(byPlace)) {
    const last = reads.at(-1);
    const joined = last && join(last, point);
    if (joined === undefined) reads.push(alone(point));
    else reads[reads.length - 1] = joined;
  }
  return reads;
}

const alone = (point: RegisterPoint): PlannedRead => ({
  table: point.table,
  start: point.address,
  quantity: widthOf(point),
  points: [point],
});

function join(
  { table, start, quantity, points }: PlannedRead,
  point: RegisterPoint,
): PlannedRead | undefined {
  if (table !== point.table || point.address > start + quantity) return undefined;
  const whole = Math.max(quantity, point.address + widthOf(point) - start);
  if (whole > (isBit(point) ? MAX_READ_BITS : MAX_READ_REGISTERS)) return undefined;
  return { table, start, quantity: whole, points: [...points, point] };
}
