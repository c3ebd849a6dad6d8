import type { FakeClock } from '../../src/testing.js';

/** What the world around the line means to do later: kept apart from the line's own timers, of which none may be left. */
export class Schedule {
  readonly #clock: FakeClock;
  #pending = 0;
  /** What has come while the process stands still, and waits to be read. */
  #unread: (() => void)[] | undefined;

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

  /** Something comes: it is read at once, unless the process stands still. */
  arrive(read: () => void): void {
    if (this.#unread === undefined) read();
    else this.#unread.push(read);
  }

  /** The process does not run for a while. Then what was due is seen to first, and what came is read behind it. */
  async standStill(milliseconds: number): Promise<void> {
    const unread: (() => void)[] = [];
    this.#unread = unread;
    this.#clock.standStill(milliseconds);
    await this.#clock.advance(0);
    this.#unread = undefined;
    for (const read of unread) read();
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => this.later(milliseconds, resolve));
  }
}
