import { type Core, crc16, loadCore, lrc8, sum8 } from '@bus/codec';
import { crc16 as crc16Js, lrc8 as lrc8Js, sum8 as sum8Js } from '@bus/codec/js';
import { randomBytes, seededRandom } from './random.js';

/** In plain JavaScript. */
export const jsChecksums = { crc16: crc16Js, lrc8: lrc8Js, sum8: sum8Js };
/** The functions that choose between JavaScript and WASM by length. */
export const publicChecksums = { crc16, lrc8, sum8 };
export type Checksum = keyof typeof publicChecksums;

const MIB = 1024 * 1024;

// The middle of the WASM memory is free as long as a process has fewer than about 100 scanners, and the benchmark has
// two. A program must keep to the parts that the codec hands out; only so can 1 MiB be in one piece here.
const RESIDENT_AT = MIB;
const POOL_SIZE = 2 * MIB - 4096;
/** Where the cases that copy put their data. The end of the memory stays clear, as `Core` demands. */
export const COPY_AT = 3 * MIB - 2048;

/** The same random inputs twice: in an array of JavaScript, and in WASM memory. */
export interface ChecksumInputs {
  /** Views of one length on one array. */
  readonly views: readonly Uint8Array[];
  /** Where the same bytes stand in WASM memory. */
  readonly offsets: Int32Array;
  /** Number of the inputs minus 1; their number is a power of two. */
  readonly mask: number;
}

/** The running core, or an error: without it there is nothing to compare. */
export function coreOrThrow(): Core {
  const core = loadCore();
  if (!core) throw new Error('WebAssembly is not available here, so there is nothing to compare');
  return core;
}

const random = seededRandom(20240607);
let pool: Uint8Array | undefined;

/** Enough inputs that neither the caches nor the branch predictors learn them, at random offsets of a 2 MiB pool. */
export function checksumInputs(length: number): ChecksumInputs {
  const core = coreOrThrow();
  if (!pool) {
    pool = randomBytes(random, POOL_SIZE);
    core.memory.set(pool, RESIDENT_AT);
  }
  const bytes = pool;
  const count = length <= 4096 ? 256 : length <= 65536 ? 32 : 8;
  const starts = Array.from({ length: count }, () => random(POOL_SIZE - length));
  return {
    views: starts.map(start => bytes.subarray(start, start + length)),
    offsets: Int32Array.from(starts, start => RESIDENT_AT + start),
    mask: count - 1,
  };
}
