import type { Line } from '@bus/line';
import type { CallContext } from './call-context.js';
import { lineOf } from './call-context.js';
import { toThousandths } from './rpc-failure.js';

/** What was done, and how many milliseconds it took from its turn on. */
export interface Timed<T> {
  readonly value: T;
  readonly elapsed: number;
}

/**
 * Does something on a line when the caller's turn has come.
 *
 * @param unit see `unit-key.ts`.
 * @throws {RpcError} `NOT_FOUND` or `QUEUE_FULL`.
 * @throws whatever the task throws.
 */
export function onLine<T>(
  context: CallContext,
  lineId: string,
  unit: string,
  task: (line: Line) => Promise<T>,
): Promise<Timed<T>> {
  const { clock, applicant, signal } = context;
  const timed = async (line: Line): Promise<Timed<T>> => {
    const begin = clock.now();
    const value = await task(line);
    return { value, elapsed: toThousandths(clock.now() - begin) };
  };
  return lineOf(context, lineId).run(applicant, unit, timed, signal);
}
