import { addressOf } from './access-rules.js';
import type { GatewayEvent, GatewayOutcome } from './gateway-event.js';

/** What was counted for one client, one unit or all. */
export interface GatewayCounters {
  requests: number;
  /** Of them those that may change something. */
  writes: number;
  /** By what became of them; what never happened is absent. */
  outcomes: Partial<Record<GatewayOutcome, number>>;
  /** Sum of the times from arrival to end, in milliseconds. */
  elapsedSum: number;
  elapsedMax: number;
  /** The oldest answer that was given again, in milliseconds; 0 when none was. */
  oldestAnswer: number;
}

/** Clients that are counted for themselves; those that come later are counted together, as `others`. */
const MAX_CLIENTS = 1000;
const OTHERS = 'others';

/** Counts since the gateway was made. */
export class GatewayStatistics {
  readonly total: GatewayCounters = counters();
  /** By the address of the client, without its port; `unknown` where it has none. */
  readonly clients = new Map<string, GatewayCounters>();
  /** By the unit as the clients call it. */
  readonly units = new Map<number, GatewayCounters>();

  /** Counts a request that is done with. */
  add(event: GatewayEvent): void {
    const client = addressOf(event.client) ?? 'unknown';
    const known = this.clients.has(client) || this.clients.size < MAX_CLIENTS;
    count(this.total, event);
    count(of(this.clients, known ? client : OTHERS), event);
    count(of(this.units, event.unit), event);
  }

  /** As plain data. */
  toJSON(): object {
    const { total, clients, units } = this;
    return { total, clients: Object.fromEntries(clients), units: Object.fromEntries(units) };
  }
}

function of<K>(all: Map<K, GatewayCounters>, key: K): GatewayCounters {
  let found = all.get(key);
  if (found === undefined) {
    found = counters();
    all.set(key, found);
  }
  return found;
}

function counters(): GatewayCounters {
  return { requests: 0, writes: 0, outcomes: {}, elapsedSum: 0, elapsedMax: 0, oldestAnswer: 0 };
}

function count(all: GatewayCounters, { outcome, reads, elapsed, age = 0 }: GatewayEvent): void {
  all.requests += 1;
  if (!reads) all.writes += 1;
  all.outcomes[outcome] = (all.outcomes[outcome] ?? 0) + 1;
  all.elapsedSum += elapsed;
  all.elapsedMax = Math.max(all.elapsedMax, elapsed);
  all.oldestAnswer = Math.max(all.oldestAnswer, age);
}
