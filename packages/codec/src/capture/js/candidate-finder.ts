import { type CandidateFinder, pieceEnd } from '../candidate-finder.js';
import {
  BUCKETS,
  CANDIDATES_PER_END,
  LONGEST_CANDIDATE,
  PERIOD,
  PIECE,
  SHORTEST_CANDIDATE,
} from '../layout.js';
import { tables } from './tables.js';

// Engines compile a module's own constants into a loop, but look up imported ones each time: that costs a third.
const MASK = BUCKETS - 1;
const SHORTEST: number = SHORTEST_CANDIDATE;
const PER_END: number = CANDIDATES_PER_END;

/** The search in plain JavaScript. `assembly/capture/search.ts` is the same. */
class JsCandidateFinder implements CandidateFinder {
  count = 0;
  readonly records = new Uint16Array(2 * CANDIDATES_PER_END * PIECE);
  private readonly tables = tables();
  private prefix = 0;
  private power = PERIOD - 1;
  /** Bytes so far, modulo 65536. */
  private position = 0;
  /** Of each of the last 256 starts its key, and above it the slot of the start before it in the same bucket. */
  private readonly starts = new Int32Array(LONGEST_CANDIDATE);
  /** Slot of the newest start in each bucket. With a byte for each, the table stays in the nearest cache. */
  private readonly newest = new Uint8Array(BUCKETS);

  constructor() {
    this.clear();
  }

  clear(): void {
    const { windows, initial } = this.tables;
    this.count = 0;
    this.prefix = 0;
    this.power = PERIOD - 1;
    this.position = 0;
    this.starts.fill(0);
    this.newest.fill(0);
    this.starts[0] = windows[initial + PERIOD - 1]!;
  }

  write(bytes: Uint8Array, from = 0): number {
    const end = pieceEnd(bytes, from, PIECE);
    this.count = 0;
    for (let at = from; at < end; ) {
      // As far as the powers go without beginning anew.
      const stop = Math.min(end, at + this.power + 1);
      this.search(bytes, at, stop, from);
      at = stop;
      if (this.power < 0) this.power += PERIOD;
    }
    return end - from;
  }

  private search(bytes: Uint8Array, start: number, stop: number, from: number): void {
    const { starts, newest } = this;
    const { windows, terms, initial } = this.tables;
    let { prefix, power, position } = this;
    for (let at = start; at < stop; at++) {
      prefix ^= windows[terms[bytes[at]!]! + power]!;
      power--;
      position++;
      const candidate = newest[prefix & MASK]!;
      if (((starts[candidate]! ^ prefix) & MASK) === 0) this.walk(candidate, prefix, position, at + 1 - from);
      const key = prefix ^ windows[initial + power]!;
      const bucket = key & MASK;
      starts[position & 255] = key | (newest[bucket]! << 16);
      newest[bucket] = position;
    }
    this.prefix = prefix;
    this.power = power;
    this.position = position & 0xffff;
  }

  /** Records the starts in this bucket whose key is the prefix, the nearest first. */
  private walk(newest: number, prefix: number, position: number, end: number): void {
    let slot = newest;
    let left = PER_END;
    for (let age = 0; ; ) {
      const distance = ((position - slot - 1) & 255) + 1;
      const start = this.starts[slot]!;
      const key = start & 0xffff;
      // Slots are used again: a start that is not older than the one before, or of another bucket, ends the chain.
      if (distance <= age || (key ^ prefix) & MASK) return;
      if (key === prefix && distance >= SHORTEST) {
        this.records[2 * this.count] = end;
        this.records[2 * this.count + 1] = distance;
        this.count++;
        if (--left === 0) return;
      }
      age = distance;
      slot = start >>> 16;
    }
  }
}

/**
 * A finder in plain JavaScript.
 *
 * @example
 * import { createJsCandidateFinder } from '@bus/codec/capture';
 *
 * const finder = createJsCandidateFinder();
 * finder.write(Uint8Array.of(0xff, 0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
 * finder.records.subarray(0, 2 * finder.count); // 8, 7: one that ends behind byte 8 and has 7 bytes
 */
export function createJsCandidateFinder(): CandidateFinder {
  return new JsCandidateFinder();
}
