import type { RpcAnswer, RpcNotification } from '../protocol/index.js';

/** Reads what a server said; undefined when it is nothing that a server of this kind says. */
export function readServerMessage(text: string): RpcAnswer | RpcNotification | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { jsonrpc, id, method, params, error } = value as Record<string, unknown>;
  if (jsonrpc !== '2.0') return undefined;
  const isNotification = typeof method === 'string' && isObject(params);
  // Either of the two, and not both: whoever looks at one must find the other absent.
  const isAnswer =
    id !== undefined && ('error' in value ? isError(error) && !('result' in value) : 'result' in value);
  return isNotification || isAnswer ? (value as RpcAnswer | RpcNotification) : undefined;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isError(value: unknown): boolean {
  const { code, message } = (value ?? {}) as Record<string, unknown>;
  return typeof code === 'number' && typeof message === 'string';
}
