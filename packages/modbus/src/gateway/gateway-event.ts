/**
 * What became of a request:
 *
 * | | |
 * |---|---|
 * | `answered` | the device answered |
 * | `shared` | the answer to the same question of somebody else, which was on its way |
 * | `cached` | an answer that had been given before |
 * | `exception` | the device refused |
 * | `no-reply` | the device did not answer, or not as it should: exception 11 |
 * | `no-path` | there is no way to the unit, or its port is lost: exception 10 |
 * | `busy` | too many requests wait, or this one waited too long: exception 6 |
 * | `denied` | it is not allowed |
 * | `malformed` | it breaks the rules of its function and was not passed on |
 * | `unanswered` | it was passed on, and nobody answers such requests: a broadcast |
 * | `abandoned` | the client went away before it was sent |
 * | `failed` | a mistake in the gateway: exception 4 |
 */
export type GatewayOutcome =
  | 'answered'
  | 'shared'
  | 'cached'
  | 'exception'
  | 'no-reply'
  | 'no-path'
  | 'busy'
  | 'denied'
  | 'malformed'
  | 'unanswered'
  | 'abandoned'
  | 'failed';

/** A request that a gateway is done with. */
export interface GatewayEvent {
  /** Monotonic milliseconds of the gateway's clock. */
  readonly time: number;
  /** `address:port` of the client, where it is known. */
  readonly client: string | undefined;
  /** The unit as the client calls it. */
  readonly unit: number;
  /** Name of the port, unless there was none. */
  readonly port: string | undefined;
  /** The unit as it is called on that line. */
  readonly target: number | undefined;
  readonly functionCode: number;
  /** `write single register 24: 950`, where the function is known. */
  readonly description: string;
  /** False when the request may change something. */
  readonly reads: boolean;
  readonly outcome: GatewayOutcome;
  /** The exception that was answered. */
  readonly exceptionCode: number | undefined;
  /** Milliseconds from its arrival to its end. */
  readonly elapsed: number;
  /** How many milliseconds old a cached answer was, reckoned from when its question was sent. */
  readonly age: number | undefined;
  /** What the line failed with. */
  readonly error: unknown;
}
