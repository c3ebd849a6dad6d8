import { type Clock, letProcessEnd, type Timer } from './clock.js';
import { READING, STOOD_STILL } from './stood-still.js';

/** Sums of times are rounded; milliseconds. */
const ROUNDING = 1e-3;

/**
 * One timer for many deadlines. It is set for the earliest and stays set when what it was for is over: most answers come
 * long before their time-out, and to set and clear a timer for each costs more than a call in vain now and then.
 *
 *     by(5) by(7) by(9)              by(12)
 *     ─┴─────┴─────┴───────────▶ 5 ────┴───────▶ 12
 *                                └ look: 7 and 9 are over, 12 is left: by(12)
 *
 * When it rings far too late the process has stood still: what came meanwhile is read first.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #look: (now: number) => void;
  readonly #background: boolean;
  #timer: Timer | undefined;
  /** What the timer is set for. */
  #at = Number.POSITIVE_INFINITY;
  /** When it rang too late. It rings again when there was time to read, for what was due by then and nothing else. */
  #rangLate: number | undefined;

  /**
   * @param look sees to what is due and calls `by` for what is not; it may be called although nothing is due.
   * @param background it alone need not keep the process running.
   */
  constructor(clock: Clock, look: (now: number) => void, background = false) {
    this.#clock = clock;
    this.#look = look;
    this.#background = background;
  }

  /** Is anything waited for? */
  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** Sees to it that `look` is called at `time` on the clock, or earlier as well. */
  by(time: number): void {
    if (this.#at <= time) return;
    this.cancel();
    this.#at = time;
    this.#set(this.#at - this.#clock.now());
  }

  #set(milliseconds: number): void {
    this.#timer = this.#clock.setTimer(this.#ring, milliseconds);
    if (this.#background) letProcessEnd(this.#timer);
  }

  /** Nothing is waited for any more. */
  cancel(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
    this.#rangLate = undefined;
  }

  readonly #ring = (): void => {
    this.#timer = undefined;
    const now = this.#clock.now();
    // A platform's timer may come a fraction of a millisecond early, but nothing is over before its time.
    if (now < this.#at - ROUNDING) {
      this.#set(this.#at - now);
      return;
    }
    if (this.#rangLate === undefined && now > this.#at + STOOD_STILL) {
      this.#rangLate = now;
      this.#set(READING);
      return;
    }
    const due = this.#rangLate ?? Math.max(now, this.#at);
    this.#rangLate = undefined;
    this.#at = Number.POSITIVE_INFINITY;
    this.#look(due);
  };
}
