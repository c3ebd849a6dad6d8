import { type RequestId, RpcCode, RpcError } from '../protocol/index.js';

/** Most calls in one batch. */
export const BATCH_LIMIT = 32;

const NO_PROTO = 'there is no parameter __proto__';

/** One element of a message: a call, or why it is none. */
export type Part = Call | Refusal;

export interface Call {
  /** Absent: nothing is answered. */
  readonly id?: RequestId | null;
  readonly method: string;
  /** An object, an array, or absent. */
  readonly params: unknown;
}

export interface Refusal {
  /** That of the call, where it could be read; absent: nothing is answered. */
  readonly id?: RequestId | null;
  readonly refused: RpcError;
}

/**
 * Takes a message of JSON-RPC 2.0 apart.
 *
 * @param text undefined stands for bytes that are no text.
 * @returns the parts of a batch, or the only part.
 */
export function parseMessage(text: string | undefined): Part | readonly Part[] {
  if (text === undefined) return refusal(RpcCode.PARSE, 'the message is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refusal(RpcCode.PARSE, `the message is not JSON: ${excerpt((error as Error).message)}`);
  }
  if (!Array.isArray(value)) return parsePart(value);
  if (value.length === 0) return refusal(RpcCode.INVALID_REQUEST, 'a batch must not be empty');
  if (value.length > BATCH_LIMIT)
    return refusal(
      RpcCode.INVALID_REQUEST,
      `a batch holds at most ${BATCH_LIMIT} calls, not ${value.length}`,
    );
  return value.map(parsePart);
}

function parsePart(value: unknown): Part {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refusal(RpcCode.INVALID_REQUEST, 'a call must be an object');
  const { jsonrpc, id, method, params } = value as Record<string, unknown>;
  const hasId = Object.hasOwn(value, 'id');
  if (hasId && !isId(id))
    return refusal(RpcCode.INVALID_REQUEST, 'id must be a string, null, or a number of at most 2^53 − 1');
  const known = hasId ? (id as RequestId | null) : null;
  if (jsonrpc !== '2.0') return refusal(RpcCode.INVALID_REQUEST, 'jsonrpc must be "2.0"', known);
  if (typeof method !== 'string') return refusal(RpcCode.INVALID_REQUEST, 'method must be a string', known);
  if (params !== undefined && (typeof params !== 'object' || params === null))
    return refusal(RpcCode.INVALID_REQUEST, 'params must be an object', known);
  // No parameter is called so, and what copies objects key by key must never meet it.
  if (params !== undefined && Object.hasOwn(params, '__proto__'))
    return { ...(hasId ? { id: known } : {}), refused: new RpcError(RpcCode.INVALID_PARAMS, NO_PROTO) };
  return hasId ? { id: known, method, params } : { method, params };
}

/** Numbers beyond those that JavaScript counts with would come back as others. */
const isId = (id: unknown): boolean =>
  typeof id === 'string' ||
  id === null ||
  (typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER);

const refusal = (code: number, message: string, id: RequestId | null = null): Refusal => ({
  id,
  refused: new RpcError(code, message),
});

const excerpt = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
