import type { Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';

/** What came over a line, in the chunks in which it came: Buffers, as sockets and ports hand them over. */
export type Stream = readonly Buffer[];

/** The bytes in pieces of `size`, the last of which may be shorter. */
export function streamOf(bytes: Uint8Array, size: number): Stream {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => Buffer.from(bytes.subarray(i * size, (i + 1) * size)));
}

/** Some streams, and what is done with each of them: stream `i & (streams.length - 1)` by operation number `i`. */
export interface StreamCase {
  readonly streams: readonly Stream[];
  readonly run: Driver;
}

/** What a reader must know of it. */
export const CACHED =
  'Before each turn its chunks are read, so that they are in the caches as what the system has just handed over is; no turn repeats what the processor could remember from the one before.';

/** So far apart that no part of a cache is left out. */
const CACHE_LINE = 32;

/** Returns a number that depends on all that was read. */
function readAll(streams: readonly Stream[]): number {
  let sum = 0;
  for (const chunks of streams)
    for (const chunk of chunks) for (let i = 0; i < chunk.length; i += CACHE_LINE) sum += chunk[i]!;
  return sum;
}

/**
 * Times cases side by side, as `measure` does. In a turn a case has each of its streams once. In front of it all of them are
 * read, so that they are in the caches, where bytes are that the system has just handed over; otherwise the faster side would
 * mostly wait for the memory. They are too long for the processor to remember them from one turn to the next.
 */
export function measureStreams(cases: readonly StreamCase[], { rounds }: MeasureOptions): number[][] {
  const runs = cases.map(({ run }) => run);
  const operations = Math.max(...cases.map(({ streams }) => streams.length));
  const before = (index: number) => readAll(cases[index]!.streams);
  return measure(runs, { rounds, slice: 0, operations, before });
}
