import { FrameError, ReplyError, TimeoutError, TransportError } from '@bus/line';
import { ModbusException } from '../modbus-exception.js';
import { PduError } from '../pdu/pdu-error.js';
import { EXCEPTION_FOR, Refusal } from '../server/modbus-refusal.js';
import { NotBegun } from './fair-queue.js';
import type { GatewayOutcome } from './gateway-event.js';

/** Exceptions that only gateways answer. */
export const GatewayRefusal = { NO_PATH: 10, NO_REPLY: 11 } as const;

/** What a request came to, and the exception that its client is told; undefined when nobody is there to be told. */
export interface Failure {
  readonly outcome: GatewayOutcome;
  readonly exceptionCode: number | undefined;
}

/** What a client is told of what went wrong on the way to a device or there. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ModbusException) return { outcome: 'exception', exceptionCode: error.exceptionCode };
  if (error instanceof PduError) return { outcome: 'malformed', exceptionCode: EXCEPTION_FOR[error.fault] };
  if (error instanceof NotBegun)
    return error.reason === 'abandoned'
      ? { outcome: 'abandoned', exceptionCode: undefined }
      : { outcome: 'busy', exceptionCode: Refusal.BUSY };
  if (error instanceof TransportError) return { outcome: 'no-path', exceptionCode: GatewayRefusal.NO_PATH };
  if (error instanceof TimeoutError || error instanceof FrameError || error instanceof ReplyError)
    return { outcome: 'no-reply', exceptionCode: GatewayRefusal.NO_REPLY };
  return { outcome: 'failed', exceptionCode: Refusal.FAILURE };
}
