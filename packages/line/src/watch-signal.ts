import type { QueuedExchange } from './queued-exchange.js';

/** Calls `onAbort` when the caller of an exchange gives it up, until it is settled. */
export function watchSignal(entry: QueuedExchange, onAbort: (signal: AbortSignal) => void): void {
  const { signal, resolve, reject } = entry;
  if (signal === undefined) return;
  const listener = () => onAbort(signal);
  signal.addEventListener('abort', listener, { once: true });
  const done = () => signal.removeEventListener('abort', listener);
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
