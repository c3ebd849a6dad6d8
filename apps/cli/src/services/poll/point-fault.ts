import { BusError } from '@bus/line';
import type { PointFault } from './poll-event.js';

/** What is told of an error beside a point. */
export function pointFault(error: unknown): PointFault {
  if (!(error instanceof BusError))
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  const { exceptionCode } = error as { exceptionCode?: number };
  return {
    code: error.code,
    message: error.message,
    ...(exceptionCode === undefined ? {} : { exceptionCode }),
  };
}
