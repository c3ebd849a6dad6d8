import type { Latencies } from './poll-event.js';

/** Each bucket is so much wider than the one before: values come back to within one per cent. */
const GROWTH = 1.02;
/** Milliseconds; what is shorter counts as this. */
const SMALLEST = 0.01;

/** Counts latencies of any number in little memory. */
export class LatencyHistogram {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #max = 0;

  /** @param latency milliseconds; @param times how often. */
  add(latency: number, times = 1): void {
    const bucket = Math.round(Math.log(Math.max(latency, SMALLEST) / SMALLEST) / Math.log(GROWTH));
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    this.#count += times;
    this.#max = Math.max(this.#max, latency);
  }

  clear(): void {
    this.#buckets.clear();
    this.#count = 0;
    this.#max = 0;
  }

  /** Undefined when there are none. */
  get latencies(): Latencies | undefined {
    if (this.#count === 0) return undefined;
    return {
      p50: this.#percentile(50),
      p90: this.#percentile(90),
      p99: this.#percentile(99),
      max: tenths(this.#max),
    };
  }

  /** The least value that so many per cent do not exceed. */
  #percentile(percent: number): number {
    const rank = Math.ceil((percent / 100) * this.#count);
    let seen = 0;
    for (const bucket of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      seen += this.#buckets.get(bucket)!;
      if (seen >= rank) return tenths(Math.min(SMALLEST * GROWTH ** bucket, this.#max));
    }
    return tenths(this.#max);
  }
}

const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
