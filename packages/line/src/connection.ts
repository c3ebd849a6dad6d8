import type { Clock, Timer } from './clock.js';
import { TransportError } from './errors.js';
import { FloodGuard } from './flood-guard.js';
import { Staleness, type StaleOptions } from './staleness.js';
import type { Transport } from './transport.js';

/** `closed`: by us, or never opened. `lost`: it went away, and is being sought again if so configured. */
export type ConnectionState = 'closed' | 'opening' | 'open' | 'lost';

/** How a lost connection is sought again: delays double from `min` to `max` milliseconds, each shortened at random by up to half. */
export interface ReconnectOptions {
  min?: number;
  max?: number;
}

interface ConnectionEvents {
  space(): Uint8Array | undefined;
  /** @param now when it came, on the clock. */
  data(chunk: Uint8Array, now: number): void;
  state(state: ConnectionState, reason?: Error): void;
}

interface ConnectionSettings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly reconnect: false | ReconnectOptions;
  readonly stale: false | StaleOptions;
}

const SOON = Promise.resolve();

/** Milliseconds within which a connection that ends without having brought an answer was of no use. */
const SHORT_LIFE = 1000;

/**
 * Keeps one transport open: joins concurrent opens into one attempt, notices loss, and tries again with jittered
 * back-off. The first attempt after a loss is made at once when somebody asks, so a peer that merely closes idle
 * connections costs no error. One that accepts connections only to end them is sought with growing pauses like one that
 * refuses them.
 */
export class Connection {
  readonly #transport: Transport;
  readonly #events: ConnectionEvents;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #reconnect: Required<ReconnectOptions> | undefined;
  readonly #staleness: Staleness;
  readonly #flood: FloodGuard;
  #state: ConnectionState = 'closed';
  #opening: Promise<void> | undefined;
  /** The generation that is being opened: another one has overtaken it. */
  #attempted = 0;
  #closing: Promise<void> | undefined;
  #generation = 0;
  #failures = 0;
  #openedAt = 0;
  /** An answer came on this connection, or it was given up for want of one. */
  #useful = false;
  /** The connection before this one was of no use. */
  #wasUseless = false;
  #retryTimer: Timer | undefined;
  #lastError: Error | undefined;
  #lostAt = Number.NEGATIVE_INFINITY;
  #waiters = new Set<(error?: Error) => void>();

  constructor(transport: Transport, events: ConnectionEvents, options: ConnectionSettings) {
    this.#transport = transport;
    this.#events = events;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#reconnect =
      options.reconnect === false ? undefined : { min: 100, max: 10_000, ...options.reconnect };
    this.#staleness = new Staleness(options.stale);
    this.#flood = new FloodGuard(transport, options.clock);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** True while an attempt has failed and the next one is waited for: a call that may not be held fails at once. */
  get backingOff(): boolean {
    return this.#state === 'lost' && this.#failures > 0 && this.#reconnect !== undefined;
  }

  /** When it was lost last. */
  get lostAt(): number {
    return this.#lostAt;
  }

  /** Why calls fail now. */
  get lostError(): TransportError {
    const reason = this.#lastError?.message;
    return new TransportError(
      'disconnected',
      // A transport's own reason names the medium already.
      reason?.startsWith(this.#transport.medium.name)
        ? reason
        : `${this.#transport.medium.name} is not connected${reason ? `: ${reason}` : ''}`,
      {
        facts: { medium: this.#transport.medium.name },
        hint: 'The connection is being sought again; repeat the call when it is back, or let the line hold calls meanwhile.',
        cause: this.#lastError,
      },
    );
  }

  /** Opens, or joins the attempt that is under way. */
  open(): Promise<void> {
    if (this.#state === 'open') return Promise.resolve();
    if (this.#opening !== undefined && this.#attempted === this.#generation) return this.#opening;
    return this.#begin();
  }

  /** Whoever is told of the state may open or close again: so all is in place before anybody is told. */
  #begin(): Promise<void> {
    this.#cancelRetry();
    const wasLost = this.#state === 'lost';
    const generation = ++this.#generation;
    const attempt = () => this.#attempt(generation, wasLost);
    // One that a loss or `close` has overtaken still keeps the transport busy.
    const opening = (this.#opening ?? SOON).then(attempt, attempt).finally(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    this.#opening = opening;
    this.#attempted = generation;
    this.#setState('opening');
    return opening;
  }

  /** Resolves at the next successful opening, rejects when the line is closed first. `cancel` takes the wait back. */
  nextOpen(): { opened: Promise<void>; cancel(error: Error): void } {
    let settle: (error?: Error) => void = () => undefined;
    const opened = new Promise<void>((resolve, reject) => {
      settle = error => {
        this.#waiters.delete(settle);
        if (error) reject(error);
        else resolve();
      };
    });
    this.#waiters.add(settle);
    return { opened, cancel: error => settle(error) };
  }

  /** Bytes that came were an answer. */
  answered(): void {
    this.#useful = true;
    this.#flood.answered();
  }

  /** The answer to what was sent at `sentAt` did not come in time. True: the connection was given up as dead. */
  unanswered(sentAt: number): boolean {
    if (this.#state !== 'open' || !this.#staleness.unanswered(sentAt)) return false;
    // It was not the peer who ended it, so nothing is said against the next one.
    this.#useful = true;
    const { name } = this.#transport.medium;
    void this.abandon(new TransportError('disconnected', `${name} gives no sign of life`));
    return true;
  }

  async close(): Promise<void> {
    this.#generation += 1;
    this.#cancelRetry();
    this.#flood.reset();
    this.#failures = 0;
    this.#wasUseless = false;
    this.#setState('closed');
    const error = new TransportError('closed', `${this.#transport.medium.name} was closed`);
    for (const settle of [...this.#waiters]) settle(error);
    this.#closing = this.#transport.close();
    await this.#closing;
  }

  /** Treats the connection as lost although the transport has not said so, as when it accepts no more bytes. */
  async abandon(reason: Error): Promise<void> {
    const generation = this.#generation;
    this.#lost(reason, generation);
    this.#closing = this.#transport.close();
    await this.#closing.catch(() => undefined);
  }

  async #attempt(generation: number, wasLost: boolean): Promise<void> {
    await this.#closing?.catch(() => undefined);
    if (generation !== this.#generation) throw this.#overtaken();
    try {
      await this.#transport.open({
        space: () => (generation === this.#generation ? this.#events.space() : undefined),
        data: chunk => {
          if (generation === this.#generation) this.#heard(chunk);
        },
        closed: reason => this.#lost(reason ?? new Error('the other side closed it'), generation),
      });
    } catch (error) {
      if (generation === this.#generation) this.#failed(error as Error, wasLost);
      throw error;
    }
    if (generation !== this.#generation) {
      await this.#transport.close();
      throw this.#overtaken();
    }
    this.#openedAt = this.#clock.now();
    this.#useful = false;
    this.#staleness.opened(this.#openedAt);
    this.#setState('open');
    // Who was told may have closed it at once.
    if (generation !== this.#generation) throw this.#overtaken();
    for (const settle of [...this.#waiters]) settle();
  }

  #overtaken(): TransportError {
    return new TransportError(
      'closed',
      `${this.#transport.medium.name} was closed while it was being opened`,
    );
  }

  #heard(chunk: Uint8Array): void {
    const now = this.#clock.now();
    this.#staleness.heard(now);
    this.#flood.heard(chunk.length, now);
    this.#events.data(chunk, now);
    this.#flood.weigh();
  }

  #failed(error: Error, wasLost: boolean): void {
    this.#lastError = error;
    this.#failures += 1;
    this.#setState(wasLost ? 'lost' : 'closed', error);
    this.#scheduleRetry();
  }

  #lost(reason: Error, generation: number): void {
    if (generation !== this.#generation || this.#state === 'closed' || this.#state === 'lost') return;
    this.#generation += 1;
    this.#flood.reset();
    const useless = !this.#useful && this.#clock.now() - this.#openedAt < SHORT_LIFE;
    this.#failures = useless && this.#wasUseless ? this.#failures + 1 : 0;
    this.#wasUseless = useless;
    this.#lastError = reason;
    this.#lostAt = this.#clock.now();
    this.#setState('lost', reason);
    this.#scheduleRetry();
  }

  #scheduleRetry(): void {
    // Who was told of the loss may have closed it, or opens it already.
    if (this.#reconnect === undefined || this.#state !== 'lost') return;
    const { min, max } = this.#reconnect;
    const delay = Math.min(max, min * 2 ** Math.min(this.#failures, 30)) * (1 - this.#random() / 2);
    this.#retryTimer = this.#clock.setTimer(() => {
      this.#retryTimer = undefined;
      // Its failure is reported by the state event, and by the calls that fail because of it.
      this.open().catch(() => undefined);
    }, delay);
  }

  #cancelRetry(): void {
    if (this.#retryTimer !== undefined) this.#clock.clearTimer(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  #setState(state: ConnectionState, reason?: Error): void {
    if (this.#state === state && reason === undefined) return;
    this.#state = state;
    this.#events.state(state, reason);
  }
}
