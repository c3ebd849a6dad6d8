import { AbortedError, type Line } from '@bus/line';

/** Lets one task after another have a module to itself. */
class Turns {
  #last: Promise<void> = Promise.resolve();

  async take<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last;
    let release: () => void = () => undefined;
    this.#last = new Promise(resolve => {
      release = resolve;
    });
    try {
      await orAborted(before, signal);
      return await task();
    } finally {
      // Also a task that was given up keeps its place until those before it are through.
      void before.then(release);
    }
  }
}

/** Waits, unless the signal fires. */
async function orAborted(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return before;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(new AbortedError('given up while another call wrote to the module', { cause: signal.reason }));
  });
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([before, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const lines = new WeakMap<Line, Map<number, Turns>>();

/**
 * Carries a task out while nobody else writes to the module through this line, whichever client or handle he uses. Other
 * modules, and reads, go on meanwhile. Another master on the wire, or another program, is not held back by it.
 */
export function exclusively<T>(
  line: Line,
  address: number,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const modules = lines.get(line) ?? new Map<number, Turns>();
  lines.set(line, modules);
  const turns = modules.get(address) ?? new Turns();
  modules.set(address, turns);
  return turns.take(task, signal);
}
