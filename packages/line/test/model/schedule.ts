import type { FakeClock } from '../../src/testing.js';

/** What the world around the line means to do later: kept apart from the line's own timers, of which none may be left. */
export class Schedule {
  readonly #clock: FakeClock;
  #pending = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Timers on the clock that somebody else has set. */
  get others(): number {
    return this.#clock.pending - this.#pending;
  }

  /** Milliseconds on the clock. */
  now(): number {
    return this.#clock.now();
  }

  later(milliseconds: number, action: () => void): void {
    this.#pending += 1;
    this.#clock.setTimer(() => {
      this.#pending -= 1;
      action();
    }, milliseconds);
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => this.later(milliseconds, resolve));
  }
}
