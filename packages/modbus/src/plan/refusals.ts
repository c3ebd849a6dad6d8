import type { AddressTable } from '../address/address.js';
import type { Obstacles, ReadRange } from './plan-reads.js';

/** How long it is remembered that a device refused something. */
export interface RefusalOptions {
  /** Milliseconds until a refused range is tried again; 30 000 by default. Doubles with every further refusal. */
  retryAfter?: number;
  /** Milliseconds to which that grows; 300 000 by default. */
  retryAtMost?: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

interface Remembered {
  /** From then on it counts no longer, until it is refused again. */
  retryAt: number;
  delay: number;
  readonly stands: (read: ReadRange, lastStart: number) => boolean;
  readonly error: unknown;
}

/**
 * What one device has refused to read: ranges that no read may contain, and borders that no read of several points may
 * cross. Forgets in time, so that a device that changes is noticed.
 */
export class Refusals implements Obstacles {
  readonly #known = new Map<string, Remembered>();
  readonly #retryAfter: number;
  readonly #retryAtMost: number;
  readonly #now: () => number;

  constructor({
    retryAfter = 30_000,
    retryAtMost = 300_000,
    now = () => performance.now(),
  }: RefusalOptions = {}) {
    this.#retryAfter = retryAfter;
    this.#retryAtMost = Math.max(retryAfter, retryAtMost);
    this.#now = now;
  }

  /** Ranges and borders that are remembered, those that may be tried again included. */
  get size(): number {
    return this.#known.size;
  }

  allows(read: ReadRange, lastStart: number): boolean {
    const now = this.#now();
    for (const { retryAt, stands } of this.#known.values())
      if (now < retryAt && stands(read, lastStart)) return false;
    return true;
  }

  /** The error with which the device refused exactly this range, while it is not to be asked again. */
  refused(range: ReadRange): { error: unknown } | undefined {
    const known = this.#known.get(holeKey(range));
    return known !== undefined && known.error !== undefined && this.#now() < known.retryAt
      ? { error: known.error }
      : undefined;
  }

  /** The device refuses what contains this range; `error` is what it said when asked for just this. */
  addHole(hole: ReadRange, error?: unknown): void {
    const stands = (read: ReadRange) => contains(read, hole);
    this.#remember(holeKey(hole), stands, error);
  }

  /** The device refuses to read points that begin before this address together with such that begin there or after it. */
  addBorder(table: AddressTable, address: number): void {
    const stands = (read: ReadRange, lastStart: number) =>
      read.table === table && read.address < address && address <= lastStart;
    this.#remember(`border ${table} ${address}`, stands, undefined);
  }

  /** The device answered this: what was remembered against it is over. */
  answered(read: ReadRange, lastStart: number): void {
    for (const [key, { stands }] of this.#known) if (stands(read, lastStart)) this.#known.delete(key);
  }

  /** Forgets everything, as when another device may have taken its place. */
  clear(): void {
    this.#known.clear();
  }

  #remember(key: string, stands: Remembered['stands'], error: unknown): void {
    const before = this.#known.get(key)?.delay;
    const delay = before === undefined ? this.#retryAfter : Math.min(before * 2, this.#retryAtMost);
    this.#known.set(key, { stands, error, delay, retryAt: this.#now() + delay });
  }
}

const holeKey = ({ table, address, size }: ReadRange): string => `hole ${table} ${address} ${size}`;

const contains = (outer: ReadRange, inner: ReadRange): boolean =>
  outer.table === inner.table &&
  outer.address <= inner.address &&
  inner.address + inner.size <= outer.address + outer.size;
