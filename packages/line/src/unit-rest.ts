import type { Clock } from './clock.js';
import type { QueuedExchange } from './queued-exchange.js';

/** Units that need a pause between two questions. */
export class UnitRest {
  readonly #clock: Clock;
  readonly #readyAt = new Map<number, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An exchange with a unit is over. */
  begin({ exchange }: QueuedExchange): void {
    if (exchange.minGap !== undefined) this.#readyAt.set(exchange.unit, this.#clock.now() + exchange.minGap);
  }

  /** True while the unit of an exchange rests. */
  blocks({ exchange }: QueuedExchange): boolean {
    return exchange.minGap !== undefined && (this.#readyAt.get(exchange.unit) ?? 0) > this.#clock.now();
  }

  /** When the next unit has rested enough, or undefined when none rests. */
  nextReady(now: number): number | undefined {
    let next: number | undefined;
    for (const [unit, readyAt] of this.#readyAt) {
      if (readyAt <= now) this.#readyAt.delete(unit);
      else if (next === undefined || readyAt < next) next = readyAt;
    }
    return next;
  }
}
