import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { AbortedError } from './errors.js';
import type { QueuedExchange } from './queued-exchange.js';
import { unlessAborted } from './unless-aborted.js';

/** What becomes of a call before its turn: it may go, it is to be tried again later, or it has failed. */
export type Passage =
  | { readonly go: true }
  | { readonly go: false; readonly again: true }
  | { readonly go: false; readonly error: unknown };

interface GateParts {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly onLoss: 'fail' | 'hold' | 'hold-writes';
  /** Milliseconds that a call is held at most. */
  readonly holdTime: number;
}

/** Lets calls through to an open connection, and holds or turns away those that come while it is lost. */
export class ConnectionGate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** True when a call waits for a lost connection instead of failing. */
  holds(entry: QueuedExchange): boolean {
    const { onLoss } = this.#parts;
    return onLoss === 'hold' || (onLoss === 'hold-writes' && !entry.exchange.repeatable);
  }

  /** Why a call fails at once while the connection is being sought; undefined: it does not. */
  refusal(entry: QueuedExchange): Error | undefined {
    const { connection } = this.#parts;
    return connection.backingOff && !this.holds(entry) ? connection.lostError : undefined;
  }

  /** True when a call may go at once. */
  get open(): boolean {
    return this.#parts.connection.state === 'open';
  }

  /** Sees to it that the connection is open. */
  async pass(entry: QueuedExchange): Promise<Passage> {
    const { connection } = this.#parts;
    if (this.open) return { go: true };
    const refusal = this.refusal(entry);
    if (refusal !== undefined) return { go: false, error: refusal };
    const { signal } = entry;
    const aborted = () =>
      new AbortedError(`${entry.exchange.label}: given up before it was sent`, { cause: signal?.reason });
    if (signal?.aborted) return { go: false, error: aborted() };
    if (connection.backingOff) return this.#hold(entry);
    try {
      await unlessAborted(connection.open(), signal, aborted);
      return { go: true };
    } catch (error) {
      const held = connection.backingOff && this.holds(entry) && !signal?.aborted;
      return held ? { go: false, again: true } : { go: false, error };
    }
  }

  /** Waits for the connection on behalf of a call. */
  async #hold(entry: QueuedExchange): Promise<Passage> {
    const { clock, connection, holdTime } = this.#parts;
    const { opened, cancel } = connection.nextOpen();
    const since = Math.max(connection.lostAt, entry.waitsSince ?? Number.NEGATIVE_INFINITY);
    const timer = clock.setTimer(() => cancel(connection.lostError), since + holdTime - clock.now());
    const onAbort = () => cancel(new AbortedError(`${entry.exchange.label}: given up while it was held`));
    entry.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await opened;
      return { go: false, again: true };
    } catch (error) {
      return { go: false, error };
    } finally {
      clock.clearTimer(timer);
      entry.signal?.removeEventListener('abort', onAbort);
    }
  }
}
