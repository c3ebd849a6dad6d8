export { type Clock, systemClock, type Timer } from './clock.js';
export type { ConnectionState, ReconnectOptions } from './connection.js';
export { LATENCY_BOUNDS, type LineStatistics, type UnitCounters } from './counters.js';
export type { DeadUnitOptions } from './dead-units.js';
export { describeTrace } from './describe-trace.js';
export type { Dissection, FrameField } from './dissection.js';
export type { EchoMode } from './echo.js';
export {
  AbortedError,
  BusError,
  DeviceError,
  type ErrorCode,
  type ErrorDetails,
  type ErrorFacts,
  FrameError,
  ReplyError,
  TimeoutError,
  TransportError,
  UsageError,
} from './errors.js';
export { type Exchange, type ExchangeOptions, FOREIGN, TAKEN } from './exchange.js';
export type { Framing, Multiplex, Side } from './framing.js';
export { formatHex } from './hex.js';
export { Line } from './line.js';
export type { StateEvent } from './line-events.js';
export type { LineOptions } from './line-options.js';
export { type MemoryPair, memoryPair } from './memory-transport.js';
export { Responder, type ResponderOptions } from './responder.js';
export type { StaleOptions } from './staleness.js';
export type { TraceEvent, TraceKind } from './trace.js';
export type { Medium, Transport, TransportSink } from './transport.js';
