import type { Clock, Timer } from '../clock.js';

interface FakeTimer {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/**
 * A clock that stands still until it is told to go on, so that tests of time-outs take no time and never depend on the machine.
 *
 * @example
 * const clock = new FakeClock();
 * const line = new Line(transport, { clock });
 * const value = await clock.until(line.exchange(question));
 */
export class FakeClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #timers = new Set<FakeTimer>();

  now(): number {
    return this.#now;
  }

  setTimer(action: () => void, milliseconds: number): Timer {
    const timer: FakeTimer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, action };
    this.#timers.add(timer);
    return timer;
  }

  clearTimer(timer: Timer): void {
    this.#timers.delete(timer as FakeTimer);
  }

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets `milliseconds` pass: timers fire in order, and what they set in motion is carried out before the next. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settleMicrotasks();
    for (let timer = this.#next(); timer !== undefined && timer.at <= until; timer = this.#next()) {
      this.#fire(timer);
      await settleMicrotasks();
    }
    this.#now = until;
  }

  /** Lets `milliseconds` pass in which the process does not run: what becomes due meanwhile is noticed when the clock goes on. */
  standStill(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Lets as much time pass as `promise` needs to settle. Fails when no timer is left that could settle it. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    await settleMicrotasks();
    while (!settled) {
      const timer = this.#next();
      if (timer === undefined) throw new Error('nothing is left that could settle the promise');
      this.#fire(timer);
      await settleMicrotasks();
    }
    return promise;
  }

  #next(): FakeTimer | undefined {
    let next: FakeTimer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
        next = timer;
    }
    return next;
  }

  #fire(timer: FakeTimer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.action();
  }
}

/** Lets everything run that waits for nothing but its turn, however long the chains of promises are. */
function settleMicrotasks(): Promise<void> {
  return new Promise(resolve => nextTask(resolve));
}

/** Runs `task` when no microtask is left; a channel's message does that without a timer's millisecond. */
const nextTask: (task: () => void) => void =
  (globalThis as { setImmediate?: (task: () => void) => void }).setImmediate ??
  (task => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      task();
    };
    port2.postMessage(undefined);
  });
