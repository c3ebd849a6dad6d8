import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process holds on to. */
export interface Footprint {
  /** Bytes of the heap and of buffers beside it, after a garbage collection. */
  readonly heap: number;
  readonly buffers: number;
  /** What keeps the event loop alive, timers among it. */
  readonly handles: number;
  readonly descriptors: number;
}

/** What this process holds on to once everything that is over has been collected. */
export async function footprint(): Promise<Footprint> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What a collection finds may be freed by callbacks only, and be garbage itself then.
  for (let round = 0; round < 3; round += 1) {
    collect();
    await wait(20);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { heap: heapUsed, buffers: arrayBuffers, handles, descriptors };
}
