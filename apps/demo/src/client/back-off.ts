/** Shortest and longest wait between two attempts, in milliseconds. */
export interface BackOffOptions {
  readonly min: number;
  readonly max: number;
}

/** How long to wait before the next attempt: longer each time, and never the same for all clients of a server. */
export class BackOff {
  readonly #options: BackOffOptions;
  readonly #random: () => number;
  #attempts = 0;

  constructor(options: BackOffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** Between half of the current wait and all of it, but never less than the shortest. */
  next(): number {
    const { min, max } = this.#options;
    const longest = Math.min(max, min * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.max(min, (longest * (1 + this.#random())) / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
