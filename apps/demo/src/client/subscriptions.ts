import type { Clock } from '@bus/line';
import {
  type EventParams,
  type MethodName,
  type MethodResults,
  type ParamsOf,
  RpcCode,
  type RpcError,
  type Topic,
} from '../protocol/index.js';
import { shielded } from './shielded.js';

export type SubscribeParams = Omit<ParamsOf<'subscribe'>, 'topic'>;

interface Subscription {
  readonly topic: Topic;
  readonly params: SubscribeParams;
  readonly listener: (params: never) => void;
  readonly onRefused: (error: RpcError) => void;
  /** The server's number for it, on this connection. */
  number?: number;
}

type Ask = <M extends MethodName>(method: M, params: ParamsOf<M>) => Promise<MethodResults[M]>;

/** Notifications that are kept while the numbers of subscriptions are on their way. */
const KEPT = 1000;

/** Milliseconds until a subscription is tried again that the server had no time or room for. */
const AGAIN = 1000;

const transient: readonly number[] = [RpcCode.TOO_FAST, RpcCode.QUEUE_FULL, RpcCode.NO_ANSWER];

/** What the client listens to, over all connections that it has in the course of time. */
export class Subscriptions {
  readonly #clock: Clock;
  readonly #ask: Ask;
  readonly #all = new Set<Subscription>();
  readonly #byNumber = new Map<number, Subscription>();
  /** Subscriptions whose number is on its way: the first notifications may overtake it. */
  #asked = 0;
  #early: EventParams<Topic>[] = [];
  /** Counts connections, so that what belongs to an old one is not taken for the new one's. */
  #connection = 0;
  #isOpen = false;

  constructor(clock: Clock, ask: Ask) {
    this.#clock = clock;
    this.#ask = ask;
  }

  add(subscription: Subscription): () => void {
    this.#all.add(subscription);
    if (this.#isOpen) this.#subscribe(subscription);
    return () => this.#end(subscription);
  }

  /** A connection stands: everything is subscribed to on it. */
  opened(): void {
    this.#connection += 1;
    this.#isOpen = true;
    for (const subscription of this.#all) this.#subscribe(subscription);
  }

  lost(): void {
    this.#isOpen = false;
    this.#connection += 1;
    this.#asked = 0;
    this.#early = [];
    this.#byNumber.clear();
    for (const subscription of this.#all) subscription.number = undefined;
  }

  notify(params: EventParams<Topic>): void {
    const subscription = this.#byNumber.get(params.subscription);
    if (subscription) deliver(subscription, params);
    else if (this.#asked > 0 && this.#early.length < KEPT) this.#early.push(params);
  }

  #subscribe(subscription: Subscription): void {
    const connection = this.#connection;
    const { topic, params, onRefused } = subscription;
    this.#asked += 1;
    const settle = (done: () => void): void => {
      if (connection !== this.#connection) return;
      this.#asked -= 1;
      done();
    };
    this.#ask('subscribe', { ...params, topic }).then(
      ({ subscription: number }) => settle(() => this.#started(subscription, number)),
      (error: RpcError) =>
        settle(() => {
          if (!this.#all.has(subscription)) return;
          if (transient.includes(error.code)) this.#again(subscription, connection);
          else onRefused(error);
        }),
    );
  }

  #started(subscription: Subscription, number: number): void {
    if (!this.#all.has(subscription)) {
      this.#tellEnd(number);
      return;
    }
    subscription.number = number;
    this.#byNumber.set(number, subscription);
    const early = this.#early;
    this.#early = this.#asked > 0 ? early.filter(params => params.subscription !== number) : [];
    for (const params of early) if (params.subscription === number) deliver(subscription, params);
  }

  #again(subscription: Subscription, connection: number): void {
    this.#clock.setTimer(() => {
      if (connection === this.#connection && this.#all.has(subscription)) this.#subscribe(subscription);
    }, AGAIN);
  }

  #end(subscription: Subscription): void {
    if (!this.#all.delete(subscription) || subscription.number === undefined) return;
    this.#byNumber.delete(subscription.number);
    this.#tellEnd(subscription.number);
  }

  #tellEnd(number: number): void {
    // Where it fails the connection is gone, and the subscription with it.
    this.#ask('unsubscribe', { subscription: number }).catch(() => undefined);
  }
}

function deliver({ listener }: Subscription, params: EventParams<Topic>): void {
  shielded(() => listener(params as never));
}
