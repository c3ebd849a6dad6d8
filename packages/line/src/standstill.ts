import type { Clock, Timer } from './clock.js';
import type { Overdue } from './overdue.js';
import type { Reception } from './reception.js';
import type { UnitRest } from './unit-rest.js';

interface StandstillParts {
  readonly clock: Clock;
  readonly overdue: Overdue;
  readonly rest: UnitRest;
  readonly reception: Reception;
}

/** Waits while everything queued could be mistaken for what is overdue, has to let its unit rest, or must not pass an open question. */
export class Standstill {
  readonly #parts: StandstillParts;
  #wake: (() => void) | undefined;

  constructor(parts: StandstillParts) {
    this.#parts = parts;
  }

  /** The queue or what is open has changed: somebody may be able to go on. */
  end(): void {
    this.#wake?.();
  }

  /** Resolves when somebody may be able to go on. */
  async over(): Promise<void> {
    const { clock, overdue, rest, reception } = this.#parts;
    let timer: Timer | undefined;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
      reception.onOverdueClaimed = resolve;
      const now = clock.now();
      const next = Math.min(overdue.nextExpiry() ?? Infinity, rest.nextReady(now) ?? Infinity);
      // Without either it is an open question that is waited for; its end wakes the queue.
      if (next !== Infinity) timer = clock.setTimer(resolve, Math.max(1, Math.ceil(next - now)));
    });
    this.#wake = undefined;
    reception.onOverdueClaimed = undefined;
    if (timer !== undefined) clock.clearTimer(timer);
  }
}
