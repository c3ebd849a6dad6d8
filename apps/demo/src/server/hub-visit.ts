import { AbortedError } from '@bus/line';
import type { MethodName } from '../protocol/index.js';
import { RpcCode, RpcError } from '../protocol/index.js';
import type { CallContext, HubParts } from './call-context.js';
import { checkParams, isMethod } from './check-params.js';
import type { Caller, Visit } from './hub.js';
import type { Applicant } from './line-access.js';
import { type Handler, handlers } from './methods/index.js';
import { OpenCalls } from './open-calls.js';
import { toRpcError } from './rpc-failure.js';
import { Subscriptions } from './subscriptions.js';

/** One caller's stay: its calls under way, its subscriptions and its place in the queues. */
export class HubVisit implements Visit {
  readonly #parts: HubParts;
  readonly #report: (error: unknown) => void;
  readonly #left: () => void;
  readonly #applicant: Applicant;
  readonly #subscriptions: Subscriptions;
  readonly #calls = new OpenCalls();
  #gone = false;

  constructor(parts: HubParts, caller: Caller, report: (error: unknown) => void, left: () => void) {
    this.#parts = parts;
    this.#report = report;
    this.#left = left;
    this.#applicant = { name: caller.name };
    this.#subscriptions = new Subscriptions(parts, caller);
  }

  async call(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    const call = this.#calls.begin(signal);
    if (this.#gone) call.abort();
    try {
      return await this.#carryOut(method, params, call.signal);
    } catch (error) {
      throw toRpcError(error, this.#report);
    } finally {
      this.#calls.end(signal, call);
    }
  }

  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#subscriptions.endAll();
    this.#calls.abortAll();
    this.#left();
  }

  async #carryOut(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) throw new AbortedError(`${method.slice(0, 60)}: the caller has left`);
    if (!isMethod(method)) throw notFound(method);
    const context: CallContext = {
      ...this.#parts,
      applicant: this.#applicant,
      subscriptions: this.#subscriptions,
      signal,
    };
    return perform(method, params, context);
  }
}

async function perform<M extends MethodName>(method: M, params: unknown, context: CallContext) {
  const handler: Handler<M> = handlers[method];
  return handler(checkParams(method, params), context);
}

function notFound(method: string): RpcError {
  const names = Object.keys(handlers).join(', ');
  return new RpcError(RpcCode.METHOD_NOT_FOUND, `there is no method '${method.slice(0, 60)}', only ${names}`);
}
