import type { TransportSink } from '../transport.js';

/** What a sink was told, kept for a test. */
export interface Recording {
  readonly sink: TransportSink;
  readonly chunkLengths: number[];
  /** The reason of each `closed`. */
  readonly reasons: (Error | undefined)[];
  /** All bytes so far. */
  bytes(): Uint8Array;
  /** How often the sink was called. */
  calls(): number;
  /** How many chunks came in the place that the sink offers. */
  inPlace(): number;
  /** True while nothing was put into the place, or beside it, that was not reported at once. */
  untouched(): boolean;
}

const NOTHING = 0xa5;

/**
 * A sink that copies what it hears.
 *
 * @param options.space size of the place that it offers for the next bytes; it offers none when that is left out. What
 *   was put there is overwritten behind each call.
 */
export function record(options: { space?: number } = {}): Recording {
  const { space: size = 0 } = options;
  const memory = new Uint8Array(3 * size).fill(NOTHING);
  const place = memory.subarray(size, 2 * size);
  let placed = 0;
  let bytes = new Uint8Array(0);
  const chunkLengths: number[] = [];
  const reasons: (Error | undefined)[] = [];
  const sink: TransportSink = {
    data(chunk) {
      chunkLengths.push(chunk.length);
      const joined = new Uint8Array(bytes.length + chunk.length);
      joined.set(bytes);
      joined.set(chunk, bytes.length);
      bytes = joined;
      if (size > 0 && chunk.buffer === memory.buffer) {
        placed += 1;
        chunk.fill(NOTHING);
      }
    },
    closed(reason) {
      reasons.push(reason);
    },
  };
  if (size > 0) sink.space = () => place;
  return {
    sink,
    chunkLengths,
    reasons,
    bytes: () => bytes,
    calls: () => chunkLengths.length + reasons.length,
    inPlace: () => placed,
    untouched: () => memory.every(byte => byte === NOTHING),
  };
}
