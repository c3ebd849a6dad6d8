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

const MASK = BUCKETS - 1;

/** The search in plain JavaScript. `assembly/capture/search.ts` is the same. */
class JsCandidateFinder implements CandidateFinder {
  count = 0;
  readonly records = new Uint16Array(2 * CANDIDATES_PER_END * PIECE);
  private prefix = 0;
  private power = PERIOD - 1;
  /** Bytes so far, modulo 256. */
  private position = 0;
  private readonly keys = new Uint16Array(LONGEST_CANDIDATE);
  private readonly previous = new Uint8Array(LONGEST_CANDIDATE);
  private readonly newest = new Uint8Array(BUCKETS);

  constructor() {
    this.clear();
  }

  clear(): void {
    const { windows, initial } = tables();
    this.count = 0;
    this.prefix = 0;
    this.power = PERIOD - 1;
    this.position = 0;
    this.keys.fill(0);
    this.previous.fill(0);
    this.newest.fill(0);
    this.keys[0] = windows[initial + PERIOD - 1]!;
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
    const { keys, previous, newest } = this;
    const { windows, terms, initial } = tables();
    let { prefix, power, position } = this;
    for (let at = start; at < stop; at++) {
      prefix ^= windows[terms[bytes[at]!]! + power]!;
      power--;
      position++;
      const slot = newest[prefix & MASK]!;
      if (((keys[slot]! ^ prefix) & MASK) === 0) this.walk(slot, prefix, position, at + 1 - from);
      const key = prefix ^ windows[initial + power]!;
      const own = position & 255;
      const bucket = key & MASK;
      keys[own] = key;
      previous[own] = newest[bucket]!;
      newest[bucket] = own;
    }
    this.prefix = prefix;
    this.power = power;
    this.position = position & 255;
  }

  /** Records the starts in this bucket whose key is the prefix, the nearest first. */
  private walk(newest: number, prefix: number, position: number, end: number): void {
    let slot = newest;
    let left = CANDIDATES_PER_END;
    for (let age = 0; ; ) {
      const distance = ((position - slot - 1) & 255) + 1;
      const key = this.keys[slot]!;
      // Slots are used again: a start that is not older than the one before, or of another bucket, ends the chain.
      if (distance <= age || (key ^ prefix) & MASK) return;
      if (key === prefix && distance >= SHORTEST_CANDIDATE) {
        this.records[2 * this.count] = end;
        this.records[2 * this.count + 1] = distance;
        this.count++;
        if (--left === 0) return;
      }
      age = distance;
      slot = this.previous[slot]!;
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
