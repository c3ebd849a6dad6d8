import type { RpcErrorData, RpcErrorObject } from './messages.js';

/** Codes of failures. Those from −32700 to −32600 are JSON-RPC's own. */
export const RpcCode = {
  /** No JSON. */
  PARSE: -32700,
  /** JSON, but no request; also a message that is too long. */
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  /** `message` says which parameter, and what it should be. */
  INVALID_PARAMS: -32602,
  /** A mistake in the server. */
  INTERNAL: -32603,
  /** No token, or a wrong one. */
  UNAUTHORIZED: -32001,
  /** More calls than the server takes per second. Nothing was done. */
  TOO_FAST: -32002,
  /** Too many calls of this client wait already. Nothing was done. */
  QUEUE_FULL: -32003,
  /** The instrument or the line failed: `data` has the facts. */
  LINE: -32004,
  /** There is no such line, instrument, point or subscription. */
  NOT_FOUND: -32005,
  /** The server has as many clients as it takes. Comes with the id null, and the connection ends. */
  TOO_MANY_CLIENTS: -32006,
  /** The connection to the server was lost before the answer came. Made by clients. */
  DISCONNECTED: -32010,
  /** The server did not answer in time. Made by clients. */
  NO_ANSWER: -32011,
} as const;

/**
 * A failure as it goes over the wire: thrown by the server's methods, and by clients' calls.
 *
 * @example
 * try { await bus.call('points.write', write); } catch (error) {
 *   if (error instanceof RpcError && error.data?.outcomeUnknown) console.log('read it back before you go on');
 * }
 */
export class RpcError extends Error {
  readonly code: number;
  readonly data: RpcErrorData | undefined;

  constructor(code: number, message: string, data?: RpcErrorData) {
    super(message);
    this.code = code;
    this.data = data;
  }

  override get name(): string {
    return 'RpcError';
  }

  toObject(): RpcErrorObject {
    const { code, message, data } = this;
    return data === undefined ? { code, message } : { code, message, data };
  }

  static from({ code, message, data }: RpcErrorObject): RpcError {
    return new RpcError(code, message, data);
  }
}
