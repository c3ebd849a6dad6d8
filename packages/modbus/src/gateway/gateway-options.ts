import type { Clock, Line } from '@bus/line';
import type { FramingChoice } from '../framing/framing-choice.js';
import type { AccessRule } from './access-rules.js';
import type { GatewayEvent } from './gateway-event.js';

/** One unit, or all from the first to the last: `7`, `[1, 10]`. */
export type UnitRange = number | readonly [first: number, last: number];

/** A line that a gateway's clients share. */
export interface GatewayPortOptions {
  /** The line; the gateway does not close it. */
  line: Line;
  /** What its devices speak; `rtu` by default. */
  framing?: FramingChoice;
  /**
   * Milliseconds for which the answer to a read may be given again to the same question, 0..3 600 000. While a question is
   * on its way, the same question of others waits for its answer; with 0 that is all. Absent, the default: every question
   * is asked for itself.
   */
  cache?: number;
  /** Requests that may wait for this line, 1..100 000; 256 by default. Those beyond are answered with exception 6. */
  maxWaiting?: number;
  /** Milliseconds after which a request that has not been sent is answered with exception 6; 10 000 by default. */
  maxWait?: number;
}

/** Which units of the clients are on which line. */
export interface GatewayRoute {
  units: UnitRange;
  /** Name of the port. */
  port: string;
  /** What the first of `units` is called on the line, the others following it; the same number by default. */
  target?: number;
}

export interface GatewayOptions {
  /** The lines, by the names that routes and statistics call them. */
  ports: Readonly<Record<string, GatewayPortOptions>>;
  /** Units 0..255, each in one route at most. Requests to others are answered with exception 10. */
  routes: readonly GatewayRoute[];
  /** What may be asked: a request is let through when one of these allows it; everything is allowed by default. */
  access?: readonly AccessRule[];
  /** Refuse all that may change something; false by default. */
  readOnly?: boolean;
  /** The exception that answers what is not allowed, 1..255; 1 (illegal function) by default. */
  refusal?: number;
  /** Whether broadcasts (unit 0 where the framing of the client has them) are passed on to all lines; true by default. */
  broadcast?: boolean;
  /** Requests of one connection that may wait at a time, 1..1000; 16 by default. See `ModbusServer`. */
  maxPending?: number;
  /** Milliseconds within which a request that has begun must be complete, as of any server; 30 000 by default. */
  frameTimeout?: number;
  /** Told of each request when it is done with. */
  onRequest?: (event: GatewayEvent) => void;
  /** Told of failures that are no answers: a mistake in a listener of yours, for instance. */
  onError?: (error: unknown) => void;
  clock?: Clock;
}
