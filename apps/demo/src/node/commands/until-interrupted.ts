import { ExitCode } from '@bus/cli';
import type { RpcError } from '../../protocol/index.js';
import type { Workplace } from './command.js';

/**
 * Listens until Ctrl-C, over losses of the connection.
 *
 * @param start begins to listen; what it is given ends everything with an error.
 * @throws {RpcError} the server does not want it so, or does not let us in any more.
 */
export function untilInterrupted(
  { bus, remark, signal }: Workplace,
  start: (onRefused: (error: RpcError) => void) => () => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const finish = (): void => {
      for (const end of ends) end();
    };
    const onAbort = (): void => {
      finish();
      resolve(ExitCode.INTERRUPTED);
    };
    const fail = (error: unknown): void => {
      finish();
      reject(error);
    };
    ends.push(
      bus.on('state', (state, reason) => {
        if (state === 'lost') remark(`connection lost: ${reason}; trying again`);
        else if (state === 'open') remark('connected again');
        else bus.opened().catch(fail);
      }),
      start(fail),
      () => signal.removeEventListener('abort', onAbort),
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
