import { type MethodName, RpcCode, RpcError } from '../protocol/index.js';

/** Which methods may change something: when their answer is lost, nobody knows whether they did. */
const changing: Readonly<Record<MethodName, boolean>> = {
  authenticate: false,
  'server.info': false,
  'lines.list': false,
  'lines.unplug': true,
  'lines.plug': true,
  'line.send': true,
  'instruments.list': false,
  'instruments.read': false,
  'points.write': true,
  'modbus.read': false,
  'modbus.write': true,
  'dcon.read': false,
  'dcon.write': true,
  'drio.read': false,
  'drio.write': true,
  subscribe: false,
  unsubscribe: false,
};

/** The failure of a call that was sent and whose answer did not come. */
export function answerLost(method: MethodName, reason: string): RpcError {
  return new RpcError(RpcCode.DISCONNECTED, `${method}: the connection was lost: ${reason}`, unknown(method));
}

/** The failure of a call whose answer takes too long. */
export function noAnswer(method: MethodName, timeout: number): RpcError {
  return new RpcError(RpcCode.NO_ANSWER, `${method}: no answer within ${timeout} ms`, unknown(method));
}

const unknown = (method: MethodName) =>
  changing[method]
    ? { outcomeUnknown: true, hint: 'Read back what became of it before you go on.' }
    : undefined;
