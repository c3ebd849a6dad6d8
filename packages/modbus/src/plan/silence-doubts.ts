import type { PlannedRead, ReadRange } from './plan-reads.js';
import type { RefusalOptions } from './refusals.js';

/**
 * Decides when the silence of a device is to be doubted: a read of several points that was never answered may be one that
 * the device ignores, while it would answer its points one by one.
 */
export class SilenceDoubts {
  readonly #answered = new Set<string>();
  readonly #tried = new Map<string, { times: number; again: number }>();
  readonly #retryAfter: number;
  readonly #now: () => number;

  constructor({ retryAfter = 30_000, now = () => performance.now() }: RefusalOptions = {}) {
    this.#retryAfter = retryAfter;
    this.#now = now;
  }

  /** From now on this read's silence means that the device is silent. */
  answered(read: ReadRange): void {
    this.#answered.add(keyOf(read));
  }

  /** A point to be asked for by itself, each time another one; undefined when there is no doubt, or none yet again. */
  next<P extends ReadRange>(read: PlannedRead<P>): P | undefined {
    const key = keyOf(read);
    const { times, again } = this.#tried.get(key) ?? { times: 0, again: Number.NEGATIVE_INFINITY };
    const now = this.#now();
    if (this.#answered.has(key) || now < again) return undefined;
    this.#tried.set(key, { times: times + 1, again: now + this.#retryAfter });
    const parts = read.points.filter(({ size }) => size < read.size);
    return parts[times % parts.length];
  }

  clear(): void {
    this.#answered.clear();
    this.#tried.clear();
  }
}

const keyOf = ({ table, address, size }: ReadRange): string => `${table} ${address} ${size}`;
