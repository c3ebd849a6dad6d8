/**
 * The server's clock, seen from here: whoever looks at the page from a telephone whose clock is wrong still sees the right
 * age.
 */
export class ServerClock {
  readonly #local: () => number;
  #offset = 0;

  /** @param local milliseconds since 1970, by this machine. */
  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  /** Milliseconds since 1970, by the server. */
  now(): number {
    return this.#local() + this.#offset;
  }

  /** The server told this time of something that has happened: by its clock it is no earlier now, whatever ours says. */
  saw(time: number): void {
    this.#offset = Math.max(this.#offset, time - this.#local());
  }

  /**
   * Sets the clock by an answer that carries the server's time; the answer is taken to have been half of the way.
   *
   * @param ask returns the server's time.
   */
  async synchronize<T extends { readonly time: number }>(ask: () => Promise<T>): Promise<T> {
    const asked = this.#local();
    const answer = await ask();
    this.#offset = answer.time - (asked + this.#local()) / 2;
    return answer;
  }
}
