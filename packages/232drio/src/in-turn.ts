import { AbortedError, type Line, TransportError } from '@bus/line';

const latest = new WeakMap<Line, Promise<unknown>>();

/**
 * Carries out `task` when all earlier tasks of this line are over, whoever gave them. So nobody changes a relay between
 * another's look at the relays and his order, and a read sees the sets that were asked for before it.
 *
 * @throws {AbortedError} `signal` fired before the turn came. Later it is the task's to look at it.
 * @throws {TransportError} `closed`: the line was closed before the turn came.
 */
export function inTurn<T>(
  line: Line,
  label: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const before = latest.get(line) ?? Promise.resolve();
  return new Promise((resolve, reject) => {
    let waiting = true;
    const leave = () => {
      waiting = false;
      signal?.removeEventListener('abort', giveUp);
      unsubscribe();
    };
    const fail = (error: Error) => {
      leave();
      reject(error);
    };
    const giveUp = () =>
      fail(new AbortedError(`${label}: given up before its turn`, { label, cause: signal?.reason }));
    // A task that began after the line was closed would open it again.
    const unsubscribe = line.on('state', ({ state, medium }) => {
      if (state === 'closed') fail(new TransportError('closed', `${label}: ${medium} was closed`, { label }));
    });
    const mine = before.then(async () => {
      if (!waiting) return;
      leave();
      await task().then(resolve, reject);
    });
    latest.set(line, mine);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}
