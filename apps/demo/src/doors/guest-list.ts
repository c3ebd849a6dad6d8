/** Counts the connections over all doors. */
export class GuestList {
  readonly #most: number;
  #present = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get present(): number {
    return this.#present;
  }

  /** Counts one more; returns what counts it out again, or undefined when there is no room. */
  admit(): (() => void) | undefined {
    if (this.#present >= this.#most) return undefined;
    this.#present += 1;
    let here = true;
    return () => {
      if (here) this.#present -= 1;
      here = false;
    };
  }
}
