/** What a thing that is written may be: one value, or several while nobody knows whether a write arrived. */
export class Possible<T> {
  #values: ReadonlySet<T>;

  constructor(value: T) {
    this.#values = new Set([value]);
  }

  /** A write was acknowledged. */
  settled(value: T): void {
    this.#values = new Set([value]);
  }

  /** A write failed: it may have arrived or not. */
  doubtful(value: T): void {
    this.#values = new Set([...this.#values, value]);
  }

  /** It was read. False when it can't be that. */
  observed(value: T): boolean {
    const possible = this.#values.has(value);
    if (possible) this.settled(value);
    return possible;
  }

  toString(): string {
    return [...this.#values].join(' or ');
  }
}
