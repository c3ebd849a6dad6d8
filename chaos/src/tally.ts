import type { Question } from './subject.js';
import type { WireEvent } from './wire-log.js';

/** A value that was delivered although nothing that any device said makes it right, and how to see it again. */
export interface WrongValue {
  readonly block: number;
  readonly exchange: number;
  readonly question: Question;
  readonly got: string;
  readonly right: string;
  readonly events: readonly WireEvent[];
}

/** What came of the exchanges of one cell. */
export interface Counts {
  exchanges: number;
  right: number;
  /** Clean errors, by code. */
  errors: Record<string, number>;
  /** Wrong values out of frames that were damaged into other sound ones: no client can tell. */
  unseen: number;
  wrong: number;
  hangs: number;
  /** Unhandled rejections and exceptions. */
  rejections: number;
  /** Answers and requests that something happened to. */
  struck: number;
  /** How often it took so many exchanges after a struck one until a value was right again. */
  recovery: Record<number, number>;
  /** How many of the damaged answers a checksum of 16 bits lets through by theory; where it can be computed. */
  expected: number;
  /** Milliseconds that passed on the clock of the matrix. */
  time: number;
  /** A sum over every byte on the wire and its time. */
  wire: number;
}

export function noCounts(): Counts {
  return {
    exchanges: 0,
    right: 0,
    errors: {},
    unseen: 0,
    wrong: 0,
    hangs: 0,
    rejections: 0,
    struck: 0,
    recovery: {},
    expected: 0,
    time: 0,
    wire: 0,
  };
}

/** The counts of several cells, or of several runs, together. */
export function addCounts(all: Iterable<Counts>): Counts {
  const sum = noCounts();
  for (const counts of all) {
    for (const name of NUMBERS) sum[name] += counts[name];
    for (const name of ['errors', 'recovery'] as const)
      for (const [key, count] of Object.entries(counts[name])) increase(sum[name], key, count);
    sum.wire = Math.imul(sum.wire ^ counts.wire, 0x01000193) >>> 0;
  }
  return sum;
}

const NUMBERS = [
  'exchanges',
  'right',
  'unseen',
  'wrong',
  'hangs',
  'rejections',
  'struck',
  'expected',
  'time',
] as const;

export function increase(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

/** Watches how many exchanges it takes until values are right again. */
export class Recovery {
  readonly #counts: Counts;
  #seen = 0;
  #since: number | undefined;

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  /** An exchange has ended, and so many strikes there were until now. */
  ended(right: boolean, strikes: number): void {
    if (strikes > this.#seen) {
      this.#seen = strikes;
      this.#since = 0;
    } else if (this.#since !== undefined) this.#since += 1;
    if (!right || this.#since === undefined) return;
    increase(this.#counts.recovery, String(this.#since));
    this.#since = undefined;
  }
}

/** The median and the largest of the numbers that were counted; undefined when there are none. */
export function medianAndMost(counts: Readonly<Record<number, number>>): [number, number] | undefined {
  const sorted = Object.entries(counts)
    .map(([number, count]) => [Number(number), count] as const)
    .sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let before = 0;
  for (const [number, count] of sorted) {
    before += count;
    if (2 * before >= total) return [number, sorted.at(-1)![0]];
  }
  return undefined;
}
