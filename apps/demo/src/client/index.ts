export type {
  EventParams,
  Events,
  InstrumentInfo,
  InstrumentValues,
  LineCounters,
  LineInfo,
  MethodName,
  MethodResults,
  ParamsOf,
  PointInfo,
  PointValue,
  RawAnswer,
  ServerInfo,
  Topic,
  TraceLine,
} from '../protocol/index.js';
export { RpcCode, RpcError } from '../protocol/index.js';
export type { BackOffOptions } from './back-off.js';
export type { ConnectionSink, Connector, MessageConnection } from './connector.js';
export type { CallOptions } from './pending-calls.js';
export { RemoteBus, type RemoteBusOptions, type StateListener } from './remote-bus.js';
export type { BusState } from './remote-link.js';
export type { SubscribeParams } from './subscriptions.js';
export { type WebSocketLike, webSocketConnector } from './web-socket-connector.js';
