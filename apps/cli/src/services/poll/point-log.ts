import type { PointSummary, PollSample } from './poll-event.js';

/** What became of one point, from now or the latest reset on. */
export class PointLog {
  readonly #fixed: Pick<PointSummary, 'line' | 'unit' | 'point' | 'symbol'>;
  #reads = 0;
  #errors = 0;
  #latest: Pick<PointSummary, 'value' | 'time' | 'error'> = {};

  constructor(fixed: Pick<PointSummary, 'line' | 'unit' | 'point' | 'symbol'>) {
    this.#fixed = fixed;
  }

  record({ value, time, error }: PollSample): void {
    if (error !== undefined) {
      this.#errors += 1;
      this.#latest = { ...this.#latest, error };
    } else if (value !== undefined) {
      this.#reads += 1;
      this.#latest = { value, time };
    }
  }

  /** Counts anew; what was read last is kept. */
  reset(): void {
    this.#reads = 0;
    this.#errors = 0;
  }

  get summary(): PointSummary {
    return { ...this.#fixed, reads: this.#reads, errors: this.#errors, ...this.#latest };
  }
}
