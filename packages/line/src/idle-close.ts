import type { Clock, Timer } from './clock.js';

/** Gives the port back when nobody has used it for a while. */
export class IdleClose {
  readonly #after: number | undefined;
  readonly #clock: Clock;
  readonly #close: () => void;
  #timer: Timer | undefined;

  /** @param after milliseconds without work; undefined: never. */
  constructor(after: number | undefined, clock: Clock, close: () => void) {
    this.#after = after;
    this.#clock = clock;
    this.#close = close;
  }

  /** There is work, or the line is being closed anyway. */
  cancel(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
  }

  /** There is no more work. */
  begin(): void {
    this.cancel();
    if (this.#after === undefined) return;
    this.#timer = this.#clock.setTimer(() => {
      this.#timer = undefined;
      this.#close();
    }, this.#after);
  }
}
