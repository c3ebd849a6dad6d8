import { type Clock, systemClock } from '@bus/line';
import {
  type EventParams,
  type MethodName,
  type MethodResults,
  type ParamsOf,
  RpcCode,
  RpcError,
  type RpcFailure,
  type Topic,
} from '../protocol/index.js';
import type { BackOffOptions } from './back-off.js';
import type { Connector } from './connector.js';
import { type CallOptions, PendingCalls } from './pending-calls.js';
import { readServerMessage } from './read-server-message.js';
import { type BusState, RemoteLink } from './remote-link.js';
import { shielded } from './shielded.js';
import { type SubscribeParams, Subscriptions } from './subscriptions.js';

export interface RemoteBusOptions {
  readonly token?: string;
  /** Wait between attempts: 250 ms at first, 5 s at most. */
  readonly reconnect?: Partial<BackOffOptions>;
  /** Milliseconds that a call waits for its answer, the server's queue included; 30 s by default. */
  readonly timeout?: number;
  readonly clock?: Clock;
  /** 0 up to 1, for waits that differ between clients. */
  readonly random?: () => number;
}

export type StateListener = (state: BusState, reason: string | undefined) => void;

/** Parameters may be left out where the method needs none. */
type CallArguments<M extends MethodName> =
  undefined extends ParamsOf<M>
    ? [params?: ParamsOf<M>, options?: CallOptions]
    : [params: ParamsOf<M>, options?: CallOptions];

/**
 * A server's lines and instruments, from elsewhere. Begins to connect at once, and connects again whenever the connection
 * is lost; subscriptions outlive that, calls do not.
 *
 * @example
 * const bus = new RemoteBus(webSocketConnector('ws://127.0.0.1:8044/rpc'));
 * const { text } = await bus.call('line.send', { line: 'rs485', text: '$022' });
 * bus.close();
 */
export class RemoteBus {
  readonly #link: RemoteLink;
  readonly #calls: PendingCalls;
  readonly #subscriptions: Subscriptions;
  readonly #timeout: number;
  readonly #clock: Clock;
  readonly #listeners = new Set<StateListener>();
  #told: { readonly state: BusState; readonly reason?: string } = { state: 'connecting' };
  /** The first attempt has ended, well or not. */
  readonly #tried: Promise<void>;
  #endOfTrying: () => void = () => undefined;

  constructor(connector: Connector, options: RemoteBusOptions = {}) {
    const { token, reconnect, timeout = 30_000, clock = systemClock, random = Math.random } = options;
    this.#timeout = timeout;
    this.#clock = clock;
    this.#calls = new PendingCalls(clock);
    this.#subscriptions = new Subscriptions(clock, (method, params) => this.#ask(method, params));
    this.#tried = new Promise(resolve => {
      this.#endOfTrying = resolve;
    });
    const owner = {
      ask: (method: MethodName, params: object, limit: number) =>
        this.#ask(method, params, { timeout: limit }),
      message: (text: string) => this.#message(text),
      changed: (state: BusState, reason: string | undefined) => this.#changed(state, reason),
    };
    const waits = { min: 250, max: 5000, ...reconnect };
    this.#link = new RemoteLink(connector, owner, { token, reconnect: waits, clock, random });
    this.#link.connect();
  }

  get state(): BusState {
    return this.#link.state;
  }

  /** Why it is lost or refused, for people. */
  get reason(): string | undefined {
    return this.#link.reason;
  }

  /** Milliseconds until the next attempt to connect; undefined while none is waited for. */
  get retryIn(): number | undefined {
    const { retryAt } = this.#link;
    return retryAt === undefined ? undefined : Math.max(0, retryAt - this.#clock.now());
  }

  /**
   * Calls a method of the server. While the first attempt to connect is under way the call waits for it.
   *
   * @throws {RpcError} what the server says; `DISCONNECTED` at once while there is no connection, or when it was lost before
   *   the answer came; `NO_ANSWER`; `UNAUTHORIZED`. `data.outcomeUnknown` is true where something may have been changed.
   * @throws the signal's reason, when it fires first.
   */
  async call<M extends MethodName>(
    method: M,
    ...[params, options]: CallArguments<M>
  ): Promise<MethodResults[M]> {
    const { signal } = options ?? {};
    signal?.throwIfAborted();
    if (this.state === 'connecting') await unlessAborted(this.#tried, signal);
    this.#checkOpen(method);
    return this.#ask(method, params, options);
  }

  /**
   * Listens to a topic, over all connections to come.
   *
   * @param onRefused hears that the server does not want it so, as for a line that it does not have.
   * @returns what ends it.
   */
  subscribe<T extends Topic>(
    topic: T,
    params: SubscribeParams,
    listener: (params: EventParams<T>) => void,
    onRefused: (error: RpcError) => void = () => undefined,
  ): () => void {
    return this.#subscriptions.add({ topic, params, listener, onRefused });
  }

  /** Listens to the state; returns what ends it. */
  on(_event: 'state', listener: StateListener): () => void {
    const own: StateListener = (state, reason) => listener(state, reason);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /**
   * Waits for the first attempt to connect.
   *
   * @throws {RpcError} `DISCONNECTED` or `UNAUTHORIZED`: there is no connection, and why.
   */
  async opened(): Promise<void> {
    if (this.state === 'connecting') await this.#tried;
    this.#checkOpen('connect');
  }

  /** Tries at once, as when a page becomes visible or the network comes back, or looks whether the server is there. */
  retryNow(): void {
    this.#link.retryNow();
  }

  /** Ends it; open calls fail. */
  close(): void {
    this.#link.close();
  }

  #ask<M extends MethodName>(
    method: M,
    params: unknown,
    options: CallOptions = {},
  ): Promise<MethodResults[M]> {
    const { signal, timeout = this.#timeout } = options;
    const answer = this.#calls.start(method, params, text => this.#link.send(text), { signal, timeout });
    return answer as Promise<MethodResults[M]>;
  }

  #checkOpen(what: string): void {
    const { state, reason } = this.#link;
    if (state === 'open') return;
    const code = state === 'refused' ? RpcCode.UNAUTHORIZED : RpcCode.DISCONNECTED;
    throw new RpcError(code, `${what}: no connection to the server: ${reason}`);
  }

  #message(text: string): void {
    const message = readServerMessage(text);
    if (message === undefined) this.#link.giveUp('what answers is no server of this kind');
    else if ('method' in message) this.#subscriptions.notify(message.params as EventParams<Topic>);
    else {
      this.#calls.answer(message);
      // Whoever is unauthorized is shown out, whatever was asked.
      const { error } = message as Partial<RpcFailure>;
      if (error && (message.id === null || error.code === RpcCode.UNAUTHORIZED)) this.#link.complain(error);
    }
  }

  #changed(state: BusState, reason: string | undefined): void {
    this.#endOfTrying();
    if (state === 'open') this.#subscriptions.opened();
    else {
      this.#subscriptions.lost();
      this.#calls.lost(reason ?? state);
    }
    if (this.#told.state === state && this.#told.reason === reason) return;
    this.#told = { state, reason };
    for (const listener of [...this.#listeners]) shielded(() => listener(state, reason));
  }
}

/** Waits for something, but no longer than until the signal fires. */
async function unlessAborted(something: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return something;
  const { promise, end } = aborted(signal);
  try {
    await Promise.race([something, promise]);
  } finally {
    end();
  }
}

function aborted(signal: AbortSignal): { promise: Promise<never>; end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    end = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, end };
}
