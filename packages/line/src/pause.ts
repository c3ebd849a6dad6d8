import type { Clock } from './clock.js';
import { AbortedError } from './errors.js';

/**
 * Waits on a clock.
 *
 * @throws {AbortedError} `signal` fired.
 */
export function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clock.clearTimer(timer);
      reject(new AbortedError('given up during a pause', { cause: signal?.reason }));
    };
    const timer = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
