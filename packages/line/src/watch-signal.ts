import type { QueuedExchange } from './queued-exchange.js';

/** Lets a caller's signal call `giveUp` for as long as the call has not settled. */
export function watchSignal(
  entry: QueuedExchange,
  signal: AbortSignal,
  giveUp: (reason: unknown) => void,
): void {
  const onAbort = () => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const { resolve, reject } = entry;
  const done = () => signal.removeEventListener('abort', onAbort);
  Object.assign(entry, {
    resolve: (value: unknown) => {
      done();
      resolve(value);
    },
    reject: (error: unknown) => {
      done();
      reject(error);
    },
  });
}
