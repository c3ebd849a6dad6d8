import { BusError } from '@bus/line';

/** Bounds of the latency histogram: one class per half millisecond, the last one open. */
const CLASS_MS = 0.5;
const CLASSES = 4000;

export const protocols = ['modbus', 'dcon', '232drio'] as const;
export type Protocol = (typeof protocols)[number];

/** What one protocol did within a period. */
export interface PeriodOf {
  readonly answered: number;
  /** Calls that ended in an error of ours, by its code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Milliseconds from the call to its answer. */
  readonly p50: number;
  readonly p99: number;
}

/** Counts calls and their latencies in memory that does not grow. */
export class Tally {
  readonly #classes = new Uint32Array(CLASSES);
  #answered = 0;
  #errors: Record<string, number> = {};

  /** Times a call. Errors of the SDK are counted, every other one is thrown. */
  async time<T>(call: () => Promise<T>): Promise<{ value: T } | undefined> {
    const start = performance.now();
    try {
      const value = await call();
      const index = Math.floor((performance.now() - start) / CLASS_MS);
      this.#classes[Math.min(index, CLASSES - 1)]! += 1;
      this.#answered += 1;
      return { value };
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      this.#errors[error.code] = (this.#errors[error.code] ?? 0) + 1;
      return undefined;
    }
  }

  /** What was counted since the last time. */
  take(): PeriodOf {
    const period = {
      answered: this.#answered,
      errors: this.#errors,
      p50: this.#percentile(0.5),
      p99: this.#percentile(0.99),
    };
    this.#classes.fill(0);
    this.#answered = 0;
    this.#errors = {};
    return period;
  }

  #percentile(share: number): number {
    let left = Math.ceil(share * this.#answered);
    for (const [index, count] of this.#classes.entries()) {
      left -= count;
      if (left <= 0) return (index + 0.5) * CLASS_MS;
    }
    return CLASSES * CLASS_MS;
  }
}
