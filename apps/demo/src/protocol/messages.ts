/** JSON-RPC 2.0, as it goes over TCP (one message per line) and over WebSocket (one message per text frame). */

export type RequestId = string | number;

/** A call; without `id` nothing is answered. */
export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id?: RequestId | null;
  readonly method: string;
  readonly params?: unknown;
}

export interface RpcSuccess {
  readonly jsonrpc: '2.0';
  readonly id: RequestId | null;
  readonly result: unknown;
}

export interface RpcFailure {
  readonly jsonrpc: '2.0';
  readonly id: RequestId | null;
  readonly error: RpcErrorObject;
}

export interface RpcErrorObject {
  readonly code: number;
  readonly message: string;
  readonly data?: RpcErrorData;
}

/** What is known of a failure on the line; bytes as hexadecimal text. */
export interface RpcErrorData {
  /** Code of the SDK: `no-reply`, `device`, `bad-argument` … */
  readonly code?: string;
  /** Class of the error: `TimeoutError`, `ModbusException` … */
  readonly name?: string;
  /** What was being done. */
  readonly label?: string;
  /** What to try. */
  readonly hint?: string;
  readonly sent?: string;
  readonly received?: string;
  /** Milliseconds. */
  readonly elapsed?: number;
  /** True when a write may have been carried out although nothing confirmed it. */
  readonly outcomeUnknown?: boolean;
}

/** What the server says without being asked. */
export interface RpcNotification {
  readonly jsonrpc: '2.0';
  readonly method: string;
  readonly params: unknown;
}

export type RpcAnswer = RpcSuccess | RpcFailure;
