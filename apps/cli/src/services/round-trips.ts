import type { Line } from '@bus/line';

/** Measures how long the latest question took, from its first byte to the last byte of its answer. */
export class RoundTrips {
  readonly #stop: () => void;
  #asked = Number.NaN;
  #latest: number | undefined;

  constructor(line: Pick<Line, 'on'>) {
    this.#stop = line.on('trace', ({ kind, time }) => {
      if (kind === 'request') {
        this.#asked = time;
        this.#latest = undefined;
      } else if (kind === 'reply') this.#latest = time - this.#asked;
    });
  }

  /** Milliseconds to a tenth; undefined when the latest question has no answer. */
  get latest(): number | undefined {
    return this.#latest === undefined ? undefined : Math.round(this.#latest * 10) / 10;
  }

  /** Listens no longer. */
  end(): void {
    this.#stop();
  }
}
