import type { Clock, Timer } from '@bus/line';
import type { Random } from '@bus/sim';

/** What a client that uses the platform's timers gets in their place. */
class FakeTimeout {
  readonly #start: () => Timer;
  readonly #clock: Clock;
  #timer: Timer;

  constructor(clock: Clock, start: () => Timer) {
    this.#clock = clock;
    this.#start = start;
    this.#timer = start();
  }

  cancel(): void {
    this.#clock.clearTimer(this.#timer);
  }

  refresh(): this {
    this.cancel();
    this.#timer = this.#start();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  close(): this {
    this.cancel();
    return this;
  }
}

type Action = (...args: unknown[]) => void;

/**
 * Lets the platform's timers, times and chances follow a clock and a seed, for clients that cannot be given any.
 *
 * @param failed is told what a timer's action throws: on the platform that would end the process.
 * @returns what brings the platform's own back.
 */
export function fakeGlobals(clock: Clock, random: Random, failed: (error: unknown) => void): () => void {
  const run = (action: Action, args: unknown[]) => {
    try {
      action(...args);
    } catch (error) {
      failed(error);
    }
  };
  // As Node does: whole milliseconds, and one at least.
  const wait = (milliseconds: unknown) => Math.max(1, Math.trunc(Number(milliseconds)) || 1);
  const cancel = (timeout: unknown) => {
    if (timeout instanceof FakeTimeout) timeout.cancel();
  };
  const once = (action: Action, milliseconds?: number, ...args: unknown[]) =>
    new FakeTimeout(clock, () => clock.setTimer(() => run(action, args), wait(milliseconds)));
  const again = (action: Action, milliseconds?: number, ...args: unknown[]) => {
    const timeout: FakeTimeout = new FakeTimeout(clock, () =>
      clock.setTimer(() => {
        timeout.refresh();
        run(action, args);
      }, wait(milliseconds)),
    );
    return timeout;
  };
  const fakes = {
    setTimeout: once,
    setInterval: again,
    setImmediate: (action: Action, ...args: unknown[]) =>
      new FakeTimeout(clock, () => clock.setTimer(() => run(action, args), 0)),
    clearTimeout: cancel,
    clearInterval: cancel,
    clearImmediate: cancel,
  };
  return replaceAll([
    ...Object.entries(fakes).map(([name, fake]): Replacement => [globalThis, name, fake]),
    [Date, 'now', () => EPOCH + Math.floor(clock.now())],
    [performance, 'now', () => clock.now()],
    [Math, 'random', random],
  ]);
}

/** Any moment will do. */
const EPOCH = 1_700_000_000_000;

type Replacement = readonly [owner: object, name: string, value: unknown];

function replaceAll(replacements: readonly Replacement[]): () => void {
  const originals = replacements.map(
    ([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)] as const,
  );
  for (const [owner, name, value] of replacements)
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    for (const [owner, name, descriptor] of originals) {
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  };
}
