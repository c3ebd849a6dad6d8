import type { Clock } from '@bus/line';
import { type MethodName, type RpcAnswer, RpcError } from '../protocol/index.js';
import { answerLost, noAnswer } from './changing-methods.js';

export interface CallOptions {
  /** Gives the call up; the server may carry it out all the same. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the answer. */
  readonly timeout?: number;
}

interface Pending {
  readonly method: MethodName;
  settle(): void;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The calls that were sent and not answered. Ids are never used twice, so that a late answer meets nobody. */
export class PendingCalls {
  readonly #clock: Clock;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends a call by `send` and waits for its answer. */
  start(
    method: MethodName,
    params: unknown,
    send: (text: string) => void,
    { signal, timeout }: { readonly signal?: AbortSignal; readonly timeout: number },
  ): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      // What cannot be written down is not waited for.
      const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      const fail = (error: unknown): void => {
        this.#take(id);
        reject(error);
      };
      const onAbort = (): void => fail(signal?.reason);
      const timer = this.#clock.setTimer(() => fail(noAnswer(method, timeout)), timeout);
      signal?.addEventListener('abort', onAbort);
      const settle = (): void => {
        this.#clock.clearTimer(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#pending.set(id, { method, settle, resolve, reject });
      send(text);
    });
  }

  /** Hands an answer to its call; one that nobody waits for is dropped. */
  answer(answer: RpcAnswer): void {
    const pending = typeof answer.id === 'number' ? this.#take(answer.id) : undefined;
    if (pending === undefined) return;
    if ('error' in answer) pending.reject(RpcError.from(answer.error));
    else pending.resolve(answer.result);
  }

  /** The connection is gone, and with it all answers. */
  lost(reason: string): void {
    for (const id of [...this.#pending.keys()]) {
      const pending = this.#take(id);
      pending?.reject(answerLost(pending.method, reason));
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settle();
    return pending;
  }
}
