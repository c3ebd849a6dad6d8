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
}

/** A sink that copies what it hears. */
export function record(): Recording {
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
    },
    closed(reason) {
      reasons.push(reason);
    },
  };
  return {
    sink,
    chunkLengths,
    reasons,
    bytes: () => bytes,
    calls: () => chunkLengths.length + reasons.length,
  };
}
