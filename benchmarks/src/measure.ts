import type { Driver } from './driver.js';
import { median } from './statistics.js';

export interface MeasureOptions {
  /** Rounds that count. */
  readonly rounds: number;
  /** How long one case takes its turn in a round, in milliseconds; 0 for a single operation. */
  readonly slice: number;
  /**
   * Instead of a slice: a turn has so many operations, each is timed by itself, and their median counts. So an interruption of
   * a long turn counts no more than one of a short turn.
   */
  readonly operations?: number;
  /** Gets ready for a turn of a case, which it is given the number of; outside the time. Its result depends on all it did. */
  readonly before?: (index: number) => number;
}

/** Keeps every result alive: what is never used, a compiler may leave out. */
let kept = 0;

const WARM_UP_RUNS = 60;
const WARM_UP_ROUNDS = 3;

/** Nanoseconds that `run(times, from)` takes. */
function time(run: Driver, times: number, from: number): number {
  const before = process.hrtime.bigint();
  kept = (kept ^ run(times, from)) | 0;
  return Number(process.hrtime.bigint() - before);
}

/** The least of a few measurements: interruptions only ever make one longer. */
function fastest(run: Driver, times: number): number {
  return Math.min(...Array.from({ length: 5 }, () => time(run, times, 0)));
}

/** Runs a case until it is compiled; returns how many operations fill a slice. */
function warmUp(run: Driver, slice: number): number {
  let times = 1;
  while (fastest(run, times) < slice * 5e5) times *= 2;
  for (let i = 0; i < WARM_UP_RUNS; i++) time(run, times, 0);
  return Math.max(1, Math.round((times * slice * 1e6) / fastest(run, times)));
}

/** Nanoseconds per operation in a turn. */
function turnOf(run: Driver, times: number, from: number, singly: boolean): number {
  if (!singly) return time(run, times, from) / times;
  return median(Array.from({ length: times }, (_, i) => time(run, 1, from + i)));
}

/**
 * Times cases side by side: in each round every case has one turn, beginning with another case each time. Returns the
 * nanoseconds per operation of each case, round by round.
 */
export function measure(
  cases: readonly Driver[],
  { rounds, slice, operations, before }: MeasureOptions,
): number[][] {
  const times = cases.map(run => {
    const inSlice = warmUp(run, operations ? 0 : slice);
    return operations ?? inSlice;
  });
  const from = cases.map(() => 0);
  const results = cases.map((): number[] => []);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (let turn = 0; turn < cases.length; turn++) {
      const i = (turn + round + WARM_UP_ROUNDS) % cases.length;
      if (before) kept = (kept ^ before(i)) | 0;
      const perOperation = turnOf(cases[i]!, times[i]!, from[i]!, operations !== undefined);
      // Further on with the inputs, but within the small integers.
      from[i] = (from[i]! + times[i]!) & 0xffffff;
      if (round >= 0) results[i]!.push(perOperation);
    }
  }
  return results;
}

/** A number that depends on every result. */
export function witness(): number {
  return kept;
}
