/** Timers count whole milliseconds and may be late by one; the rest is spent in turns of the event loop. */
const TIMER_SLACK = 1.5;

/** Node's way to come back after one turn of the event loop; browsers have none. */
interface EventLoopTurns {
  setImmediate?: (action: () => void) => unknown;
}

const { setImmediate: nextTurn } = globalThis as EventLoopTurns;

/**
 * A timer for the silences of a serial line, of which some last 1.75 ms: it ends when its time has come and not before,
 * late by a turn of the event loop only. Where there is no way to wait for a turn, it is an ordinary timer.
 */
export class PreciseTimer {
  readonly #action: () => void;
  readonly #due: number;
  #coarse: ReturnType<typeof setTimeout> | undefined;
  #cancelled = false;

  /** @param milliseconds more than 0; fractions count. */
  constructor(action: () => void, milliseconds: number) {
    this.#action = action;
    this.#due = performance.now() + milliseconds;
    this.#wait();
  }

  cancel(): void {
    this.#cancelled = true;
    clearTimeout(this.#coarse);
  }

  #wait(): void {
    const left = this.#due - performance.now();
    if (nextTurn === undefined) this.#coarse = setTimeout(() => this.#look(), Math.max(0, Math.ceil(left)));
    else if (left > TIMER_SLACK) this.#coarse = setTimeout(() => this.#look(), left - TIMER_SLACK);
    else nextTurn(() => this.#look());
  }

  #look(): void {
    if (this.#cancelled) return;
    if (performance.now() >= this.#due) this.#action();
    else this.#wait();
  }
}
