import type { Clock } from '@bus/line';
import { RpcCode, RpcError } from '../protocol/index.js';
import type { DconModules } from './dcon-modules.js';
import type { ValueBoard } from './instruments/value-board.js';
import type { Applicant, LineAccess } from './line-access.js';
import type { Subscriptions } from './subscriptions.js';

/** What all calls of a server work with. */
export interface HubParts {
  readonly lines: ReadonlyMap<string, LineAccess>;
  readonly board: ValueBoard;
  readonly modules: DconModules;
  readonly version: string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Callers at present. */
  readonly clients: () => number;
}

/** What one call works with. */
export interface CallContext extends HubParts {
  readonly applicant: Applicant;
  readonly subscriptions: Subscriptions;
  /** Fires when the caller has left. */
  readonly signal: AbortSignal;
}

/** The line of that name. @throws {RpcError} `NOT_FOUND`. */
export function lineOf({ lines }: Pick<HubParts, 'lines'>, id: string): LineAccess {
  const line = lines.get(id);
  if (line !== undefined) return line;
  throw new RpcError(RpcCode.NOT_FOUND, `there is no line '${id}', only ${[...lines.keys()].join(', ')}`);
}

/** What each exchange of a call is told. */
export interface ExchangeCall {
  readonly timeout?: number;
  readonly signal: AbortSignal;
}

/** Time-out and signal of a call, as the clients of all protocols take them. */
export function exchangeCall({ signal }: CallContext, timeout: number | undefined): ExchangeCall {
  return { signal, ...(timeout === undefined ? {} : { timeout }) };
}
