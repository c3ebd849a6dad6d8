import { UsageError } from '@bus/line';
import type { TableAddress } from '../address/address.js';
import { ADDRESSES } from '../pdu/checks.js';
import { MAX_READ_BITS } from '../pdu/read-bits.js';
import { MAX_READ_REGISTERS } from '../pdu/read-registers.js';

/** A range of one table: so many registers or bits from an address on. */
export interface ReadRange extends TableAddress {
  /** Registers or bits, 1 or more. */
  size: number;
}

/** What a device takes in one request. */
export interface ReadLimits {
  /** Registers, 1..125; 125 by default. */
  maxRegisters?: number;
  /** Bits, 1..2000; 2000 by default. */
  maxBits?: number;
  /** Registers or bits between two points that nobody wants, but that may be read along; 0 by default. */
  maxGap?: number;
}

/** One request, and the points that its answer holds. */
export interface PlannedRead<P extends ReadRange> extends ReadRange {
  /** In the order of their addresses. */
  points: readonly P[];
}

/** What is known of ranges that a device refuses. */
export interface Obstacles {
  /**
   * May points be read together?
   *
   * @param read the range that they take.
   * @param lastStart address of the last point that begins in it.
   */
  allows(read: ReadRange, lastStart: number): boolean;
}

/**
 * Plans the fewest requests that read these points of one device, in the order of tables and addresses. What is read
 * together is only what `limits` and `obstacles` allow; a point is never cut.
 *
 * @throws {UsageError} a point is longer than the device can answer.
 *
 * @example
 * planReads([{ table: 'holding', address: 289, size: 1 }, { table: 'holding', address: 290, size: 2 }])
 * // one read: holding 289, 3
 */
export function planReads<P extends ReadRange>(
  points: readonly P[],
  limits: ReadLimits = {},
  obstacles?: Obstacles,
): PlannedRead<P>[] {
  const sorted = [...points].sort(
    (a, b) => ORDER.indexOf(a.table) - ORDER.indexOf(b.table) || a.address - b.address || a.size - b.size,
  );
  const plan: PlannedRead<P>[] = [];
  let together: P[] = [];
  for (const point of sorted) {
    const limit = limitOf(point, limits);
    if (point.size > limit) throw tooLong(point, limit);
    if (together.length > 0 && !mayJoin(together, point, limits, obstacles)) {
      plan.push(joined(together));
      together = [];
    }
    together.push(point);
  }
  if (together.length > 0) plan.push(joined(together));
  return plan;
}

/** The read that holds all of these points of one table, of which there is at least one, in order. */
export function joined<P extends ReadRange>(points: readonly P[]): PlannedRead<P> {
  const { table, address } = points[0]!;
  return { table, address, size: endOf(points) - address, points };
}

const ORDER = ['coil', 'discrete', 'input', 'holding'];

const endOf = (points: readonly ReadRange[]): number =>
  points.reduce((end, { address, size }) => Math.max(end, address + size), 0);

function limitOf({ table }: ReadRange, { maxRegisters, maxBits }: ReadLimits): number {
  const [limit, most] =
    table === 'coil' || table === 'discrete' ? [maxBits, MAX_READ_BITS] : [maxRegisters, MAX_READ_REGISTERS];
  return Math.min(limit ?? most, most);
}

function mayJoin(
  together: readonly ReadRange[],
  point: ReadRange,
  limits: ReadLimits,
  obstacles: Obstacles | undefined,
): boolean {
  if (together[0]!.table !== point.table) return false;
  if (point.address - endOf(together) > (limits.maxGap ?? 0)) return false;
  const read = joined([...together, point]);
  // A point that reaches beyond the table is nobody's fault but its own.
  if (read.address + read.size > ADDRESSES) return false;
  return read.size <= limitOf(point, limits) && obstacles?.allows(read, point.address) !== false;
}

function tooLong({ table, address, size }: ReadRange, limit: number): UsageError {
  return new UsageError(
    `${table} ${address}: a point of ${size} cannot be read, since the device answers at most ${limit} at once`,
    { hint: 'Read it as several points.' },
  );
}
