import type { ConnectionState } from './connection.js';
import type { TraceEvent } from './trace.js';

/** The connection's state changed. */
export interface StateEvent {
  readonly state: ConnectionState;
  readonly medium: string;
  readonly reason: Error | undefined;
}

/** What `Line.on` listens to. */
export interface LineEvents {
  trace: TraceEvent;
  state: StateEvent;
}
