import type { Clock } from '@bus/line';

/** Allows so many things per second in the long run, and twice as many at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#tokens = 2 * perSecond;
    this.#filledAt = clock.now();
  }

  /** Takes some, if there are as many. */
  take(count = 1): boolean {
    const now = this.#clock.now();
    const gained = ((now - this.#filledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(2 * this.#perSecond, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
