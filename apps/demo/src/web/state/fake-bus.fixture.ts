import type { Events, MethodName, MethodResults, ParamsOf, Topic } from '../../protocol/index.js';
import type { Bus, ConnectionState } from './bus.js';

export interface FakeCall {
  readonly method: MethodName;
  readonly params: unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Subscription {
  readonly topic: Topic;
  readonly params: { readonly line?: string };
  listener(event: never): void;
}

/** A connection whose other end is the test. */
export class FakeBus implements Bus {
  state: ConnectionState = 'connecting';
  readonly calls: FakeCall[] = [];
  readonly subscriptions = new Set<Subscription>();
  retries = 0;
  retryIn: number | undefined;
  readonly #listeners = new Set<(state: ConnectionState, reason: string | undefined) => void>();
  /** Answers calls at once; those without an entry wait in `calls`. */
  readonly answers: { [M in MethodName]?: (params: ParamsOf<M>) => MethodResults[M] };

  constructor(answers: FakeBus['answers'] = {}) {
    this.answers = answers;
  }

  on(_event: 'state', listener: (state: ConnectionState, reason: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<MethodResults[M]> {
    const answer = this.answers[method] as ((params: ParamsOf<M>) => MethodResults[M]) | undefined;
    if (answer !== undefined) return Promise.resolve(params).then(answer);
    return new Promise<MethodResults[M]>((resolve, reject) => {
      this.calls.push({ method, params, resolve: result => resolve(result as MethodResults[M]), reject });
    });
  }

  subscribe<T extends Topic>(
    topic: T,
    params: { readonly line?: string },
    listener: (event: Events[T]) => void,
  ): () => void {
    const subscription: Subscription = { topic, params, listener };
    this.subscriptions.add(subscription);
    return () => this.subscriptions.delete(subscription);
  }

  retryNow(): void {
    this.retries++;
  }

  close(): void {
    this.become('closed');
  }

  become(state: ConnectionState, reason?: string): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state, reason);
  }

  /** Tells all who subscribed. */
  tell<T extends Topic>(topic: T, event: Events[T]): void {
    for (const subscription of this.subscriptions)
      if (subscription.topic === topic) (subscription.listener as (event: Events[T]) => void)(event);
  }
}
