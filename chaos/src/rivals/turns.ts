/** Lets one thing happen at a time, in order, with a pause between two. */
export class Turns {
  readonly #pause: number;
  #last: Promise<unknown> = Promise.resolve();

  /** @param pause milliseconds, on the platform's timers. */
  constructor(pause: number) {
    this.#pause = pause;
  }

  take<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(action);
    const pause = () => this.#wait();
    this.#last = mine.then(pause, pause);
    return mine;
  }

  async #wait(): Promise<void> {
    if (this.#pause > 0) await new Promise(resolve => setTimeout(resolve, this.#pause));
  }
}
