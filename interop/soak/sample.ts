import { readdirSync } from 'node:fs';
import type { PeriodOf, Protocol } from './tally.ts';

/** What the process looked like at the end of one period, after a garbage collection. */
export interface Sample {
  /** Minutes since the beginning. */
  readonly minute: number;
  /** Bytes. */
  readonly heap: number;
  readonly rss: number;
  /** Memory outside of the heap: buffers and windows, in bytes. */
  readonly external: number;
  /** Open files; undefined where the system does not tell. */
  readonly descriptors: number | undefined;
  /** What keeps the event loop alive, timers left out: they come and go. */
  readonly handles: number;
  readonly timers: number;
  readonly protocols: Readonly<Record<Protocol, PeriodOf>>;
}

/** The state of this process. Node must have been started with `--expose-gc`. */
export function takeSample(minute: number, protocols: Record<Protocol, PeriodOf>): Sample {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('start node with --expose-gc');
  gc();
  const { heapUsed: heap, rss, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter(name => name === 'Timeout' || name === 'Immediate').length;
  return {
    minute,
    heap,
    rss,
    external,
    descriptors: openFiles(),
    handles: resources.length - timers,
    timers,
    protocols,
  };
}

function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
