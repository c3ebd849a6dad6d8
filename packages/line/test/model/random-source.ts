/** Where everything that happens by chance comes from: the same seed gives the same numbers on every platform. */
export class RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** The next number, 0 ≤ x < 1 (mulberry32). Bound, so that a line can take it as its own source. */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** True as often as `probability` says. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A number, 0 ≤ x < `limit`. */
  upTo(limit: number): number {
    return this.next() * limit;
  }

  /** A whole number, 0 ≤ x < `limit`. */
  below(limit: number): number {
    return Math.floor(this.upTo(limit));
  }

  /** One of several, all equally likely. */
  pick<T>(...choices: T[]): T {
    return choices[this.below(choices.length)]!;
  }
}
