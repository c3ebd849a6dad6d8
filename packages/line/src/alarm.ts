import type { Clock, Timer } from './clock.js';

/** Sums of times are rounded; milliseconds. */
const ROUNDING = 1e-3;

/**
 * One timer for many deadlines. It is set for the earliest and stays set when what it was for is over: most answers come
 * long before their time-out, and to set and clear a timer for each costs more than a call in vain now and then.
 *
 *     by(5) by(7) by(9)              by(12)
 *     ─┴─────┴─────┴───────────▶ 5 ────┴───────▶ 12
 *                                └ look: 7 and 9 are over, 12 is left: by(12)
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #look: (now: number) => void;
  #timer: Timer | undefined;
  /** What the timer is set for. */
  #at = Number.POSITIVE_INFINITY;

  /** @param look sees to what is due and calls `by` for what is not; it may be called although nothing is due. */
  constructor(clock: Clock, look: (now: number) => void) {
    this.#clock = clock;
    this.#look = look;
  }

  /** Sees to it that `look` is called at `time` on the clock, or earlier as well. */
  by(time: number): void {
    if (this.#at <= time) return;
    this.cancel();
    this.#at = time;
    this.#set(this.#clock.now());
  }

  #set(now: number): void {
    this.#timer = this.#clock.setTimer(this.#ring, this.#at - now);
  }

  /** Nothing is waited for any more. */
  cancel(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }

  readonly #ring = (): void => {
    this.#timer = undefined;
    const now = this.#clock.now();
    // A platform's timer may come a fraction of a millisecond early, but nothing is over before its time.
    if (now < this.#at - ROUNDING) {
      this.#set(now);
      return;
    }
    const due = Math.max(now, this.#at);
    this.#at = Number.POSITIVE_INFINITY;
    this.#look(due);
  };
}
