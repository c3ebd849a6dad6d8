import { RpcCode, RpcError } from '../protocol/index.js';
import type { Caller, Hub, Visit } from '../server/hub.js';
import type { DoorLimits } from '../server/settings/server-settings.js';

export const limits: DoorLimits = {
  messageBytes: 4096,
  clients: 8,
  callsPerSecond: 1000,
  openCalls: 4,
  bufferedBytes: 65_536,
  patience: 5000,
};

interface HeldCall {
  readonly method: string;
  readonly params: unknown;
  readonly signal: AbortSignal;
  answer(result: unknown): void;
  fail(error: unknown): void;
}

/** One caller, as the hub sees it. */
export class FakeVisit implements Visit {
  readonly caller: Caller;
  readonly #hub: FakeHub;
  leaves = 0;

  constructor(caller: Caller, hub: FakeHub) {
    this.caller = caller;
    this.#hub = hub;
  }

  call(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    this.#hub.methods.push(method);
    if (method === 'echo') return Promise.resolve(params);
    if (method === 'nothing') return Promise.resolve(undefined);
    if (method === 'refuse') return Promise.reject(new RpcError(RpcCode.NOT_FOUND, 'there is none'));
    if (method === 'mistake') return Promise.reject(new TypeError('x is not a function'));
    if (method === 'unspeakable') return Promise.resolve({ big: 1n });
    if (method === 'server.info') return Promise.resolve({ name: 'bus demo' });
    if (method === 'held')
      return new Promise((answer, fail) => this.#hub.held.push({ method, params, signal, answer, fail }));
    return Promise.reject(new RpcError(RpcCode.METHOD_NOT_FOUND, `there is no method ${method}`));
  }

  leave(): void {
    this.leaves += 1;
  }
}

/** A hub that echoes, refuses, and holds calls until the test answers them. */
export class FakeHub implements Hub {
  readonly visits: FakeVisit[] = [];
  readonly held: HeldCall[] = [];
  readonly methods: string[] = [];

  enter(caller: Caller): Visit {
    const visit = new FakeVisit(caller, this);
    this.visits.push(visit);
    return visit;
  }

  /** Visits that have not ended. */
  get present(): number {
    return this.visits.filter(({ leaves }) => leaves === 0).length;
  }
}
