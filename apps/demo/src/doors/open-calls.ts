import { RpcCode, RpcError, type RpcErrorObject } from '../protocol/index.js';
import type { Visit } from '../server/hub.js';
import type { Call } from './parse-message.js';

/** What a call brought. */
export type Outcome = { readonly result: unknown } | { readonly error: RpcErrorObject };

/** The calls of one caller that are under way. */
export class OpenCalls {
  // One per call: listeners of a signal that lives as long as the caller would pile up.
  readonly #open = new Set<AbortController>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Begins a call; `done` comes later, unless all were aborted meanwhile. */
  start(visit: Visit, call: Call, done: (outcome: Outcome) => void): void {
    const controller = new AbortController();
    this.#open.add(controller);
    const settle = (outcome: Outcome) => {
      if (this.#open.delete(controller)) done(outcome);
    };
    this.#carryOut(visit, call, controller.signal).then(
      result => settle({ result: result ?? null }),
      error => settle({ error: this.#told(error, controller.signal) }),
    );
  }

  /** The caller has left. */
  abort(): void {
    const all = [...this.#open];
    this.#open.clear();
    for (const controller of all) controller.abort();
  }

  async #carryOut(visit: Visit, { method, params }: Call, signal: AbortSignal): Promise<unknown> {
    return await visit.call(method, params, signal);
  }

  #told(error: unknown, signal: AbortSignal): RpcErrorObject {
    if (error instanceof RpcError) return error.toObject();
    if (!signal.aborted) this.#onError(error);
    return { code: RpcCode.INTERNAL, message: 'a mistake in the server' };
  }
}
