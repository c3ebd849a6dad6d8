import { type Clock, systemClock } from '@bus/line';
import type { HubParts } from './call-context.js';
import { DconModules } from './dcon-modules.js';
import type { Caller, Hub, Visit } from './hub.js';
import { HubVisit } from './hub-visit.js';
import type { ValueBoard } from './instruments/value-board.js';
import type { LineAccess } from './line-access.js';

/** What a hub brings together. */
export interface HubOptions {
  readonly lines: readonly LineAccess[];
  readonly board: ValueBoard;
  /** Of the server, as `server.info` tells it. */
  readonly version: string;
  /** Is given mistakes of the server itself; by default they go to stderr. */
  readonly report?: (error: unknown) => void;
  readonly clock?: Clock;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Makes what carries out all calls, whichever door they come in by.
 *
 * @example
 * const visit = createHub({ lines, board, version: '1.0.0' }).enter(caller);
 * await visit.call('lines.list', {}, signal);
 * visit.leave();
 */
export function createHub(options: HubOptions): Hub {
  const { lines, board, version, report = toStderr, clock = systemClock, now = Date.now } = options;
  const visits = new Set<Visit>();
  const parts: HubParts = {
    lines: new Map(lines.map(line => [line.id, line])),
    board,
    modules: new DconModules(),
    version,
    clock,
    now,
    clients: () => visits.size,
  };
  return {
    enter(caller: Caller): Visit {
      const visit: Visit = new HubVisit(parts, caller, report, () => visits.delete(visit));
      visits.add(visit);
      return visit;
    },
  };
}

function toStderr(error: unknown): void {
  console.error(error);
}
