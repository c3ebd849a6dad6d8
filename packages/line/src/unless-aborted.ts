/** What `promise` comes to; rejects with `error()` as soon as `signal` fires. */
export function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  error: () => Error,
): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(error());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    const done = () => signal.removeEventListener('abort', onAbort);
    promise.then(
      value => {
        done();
        resolve(value);
      },
      (reason: unknown) => {
        done();
        reject(reason);
      },
    );
  });
}
