import { BusError, formatHex, UsageError } from '@bus/line';
import { RpcCode, RpcError, type RpcErrorData } from '../protocol/index.js';

/** What callers are told of a failure on the line. Bytes become hexadecimal text. */
export function failureData({ code, name, label, hint, facts }: BusError): RpcErrorData {
  const { sent, received, elapsed, outcomeUnknown } = facts;
  return {
    code,
    name,
    ...(label === undefined ? {} : { label }),
    ...(hint === undefined ? {} : { hint }),
    ...(sent === undefined ? {} : { sent: formatHex(sent) }),
    ...(received === undefined ? {} : { received: formatHex(received) }),
    ...(elapsed === undefined ? {} : { elapsed: toThousandths(elapsed) }),
    ...(outcomeUnknown === undefined ? {} : { outcomeUnknown }),
  };
}

/**
 * The failure that a caller is told of.
 *
 * @param report is given the mistakes of the server itself: the caller hears nothing of their insides.
 */
export function toRpcError(error: unknown, report: (error: unknown) => void): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof UsageError)
    return new RpcError(RpcCode.INVALID_PARAMS, error.message, failureData(error));
  if (error instanceof BusError) return new RpcError(RpcCode.LINE, error.message, failureData(error));
  report(error);
  return new RpcError(RpcCode.INTERNAL, 'the server made a mistake, which its own log describes');
}

/** Milliseconds without meaningless digits. */
export function toThousandths(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
