export { type EventParams, type Events, type Topic, topics } from './events.js';
export type { InstrumentInfo, InstrumentValues, PointInfo, PointValue } from './instruments.js';
export type { LineCounters, LineInfo, Protocol } from './lines.js';
export type {
  RequestId,
  RpcAnswer,
  RpcErrorData,
  RpcErrorObject,
  RpcFailure,
  RpcNotification,
  RpcRequest,
  RpcSuccess,
} from './messages.js';
export type {
  CheckedParams,
  DconReading,
  DrioReading,
  MethodName,
  MethodResults,
  ParamsOf,
  RawAnswer,
  ServerInfo,
} from './methods.js';
export { RpcCode, RpcError } from './rpc-error.js';
export type { TraceLine } from './trace-line.js';
export { withToldUnit } from './with-told-unit.js';
