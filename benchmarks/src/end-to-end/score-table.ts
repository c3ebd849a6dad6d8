import { median, medianRatio } from '../statistics.js';
import { formatRatio, significant } from '../table.js';
import type { ContenderName } from './contender.js';
import type { Score } from './duel.js';
import { cpuOf, rateOf, type Sample } from './sample.js';

/** The middle values of one contender's turns, and how it compares. */
export interface Summary {
  readonly contender: ContenderName;
  /** Reads per second. */
  readonly rate: number;
  /** Microseconds of the client's processor time for each read. */
  readonly cpu: number;
  /** Resident bytes of the client's process. */
  readonly memory: number;
  readonly failed: number;
  /** How many times as fast as the fastest client that checks its answers, ours left out. */
  readonly toRival: number;
  /** How many times as fast as the bare bytes; absent where nobody can do without checks. */
  readonly toBare: number | undefined;
}

const isRival = (contender: ContenderName): boolean => contender !== 'ours' && contender !== 'bare';

/** The fastest client that is not ours and checks its answers. */
export function bestRival(scores: readonly Score[]): Score {
  const rivals = scores.filter(({ contender }) => isRival(contender));
  const best = rivals.toSorted((a, b) => median(b.samples.map(rateOf)) - median(a.samples.map(rateOf)))[0];
  if (best === undefined) throw new RangeError('there is nobody to compare with');
  return best;
}

/** Medians, and medians of the rounds' ratios. */
export function summarise(scores: readonly Score[]): Summary[] {
  const rival = bestRival(scores);
  const bare = scores.find(({ contender }) => contender === 'bare');
  return scores.map(score => ({
    contender: score.contender,
    rate: median(score.samples.map(rateOf)),
    cpu: median(score.samples.map(cpuOf)),
    memory: median(score.samples.map(({ memory }) => memory)),
    failed: score.samples.reduce((sum, { failed }) => sum + failed, 0),
    toRival: fasterThan(rival, score),
    toBare: bare && fasterThan(bare, score),
  }));
}

/** How many times as fast as `baseline`: the median of the rounds' ratios. */
function fasterThan(baseline: Score, other: Score): number {
  const times = (samples: readonly Sample[]) => samples.map(sample => 1 / rateOf(sample));
  return medianRatio(times(baseline.samples), times(other.samples));
}

export const SUMMARY_HEAD = [
  'reads/s',
  'CPU µs per read',
  'memory MB',
  'failed',
  'to best rival',
  'to bare bytes',
] as const;

/** The cells under `SUMMARY_HEAD`. */
export function summaryCells({ rate, cpu, memory, failed, toRival, toBare }: Summary): string[] {
  const ratios = [formatRatio(toRival), toBare === undefined ? '-' : formatRatio(toBare)];
  return [rate.toFixed(0), significant(cpu), (memory / 1e6).toFixed(0), String(failed), ...ratios];
}

/** The summary of one contender. */
export function summaryOf(summaries: readonly Summary[], name: ContenderName): Summary {
  const found = summaries.find(({ contender }) => contender === name);
  if (found === undefined) throw new RangeError(`${name} did not take part`);
  return found;
}
