import type { Sample } from './sample.ts';
import { type Protocol, protocols } from './tally.ts';

/** The share of the samples at either end that is compared; the first of them are left out of the memory's trend. */
const END = 1 / 6;
const MiB = 2 ** 20;
/** Growth of the heap after collection that is taken for chance: the compiled code of rare paths, for one. */
const HEAP_ALLOWED = 0.75 * MiB;
const EXTERNAL_ALLOWED = 0.25 * MiB;
/** The system hands memory out in large pieces. */
const RSS_ALLOWED = 12 * MiB;
/** Minutes in which code is compiled and caches are filled: a shorter run says nothing of memory. */
const WARM_UP = 10;
const TIMERS_ALLOWED = 3;
/** Latencies may differ by this share and by so many milliseconds more. */
const P50 = { share: 0.2, ms: 1 };
const P99 = { share: 0.5, ms: 30 };
/** More errors than that and it is not the noise any more. */
const ERRORS_ALLOWED = 0.15;

/** What becomes of a figure from the first sixth to the last, or over the whole time by its trend. */
export interface Finding {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  readonly ok: boolean;
}

/**
 * Judges a run by its samples: memory by the straight line through them, latency and all else by the last sixth against
 * the first.
 *
 * @throws {RangeError} fewer than 6 samples.
 */
export function judge(samples: readonly Sample[]): readonly Finding[] {
  if (samples.length < 6) throw new RangeError(`6 samples are the least, not ${samples.length}`);
  const count = Math.max(1, Math.floor(samples.length * END));
  const [first, last] = [samples.slice(0, count), samples.slice(-count)];
  const warm = samples.slice(count).filter(({ minute }) => minute >= WARM_UP);
  return [
    trend('heap', warm, ({ heap }) => heap, HEAP_ALLOWED),
    trend('external memory', warm, ({ external }) => external, EXTERNAL_ALLOWED),
    trend('resident memory', warm, ({ rss }) => rss, RSS_ALLOWED),
    atMost('descriptors', first, last, ({ descriptors = 0 }) => descriptors, 0),
    atMost('handles', first, last, ({ handles }) => handles, 0),
    atMost('timers', first, last, ({ timers }) => timers, TIMERS_ALLOWED),
    ...protocols.flatMap(protocol => findingsOf(protocol, samples, first, last)),
  ];
}

/** The straight line through the points: its height at the first and at the last of them. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): [number, number] {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope =
    spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return [meanY + slope * (points[0]![0] - meanX), meanY + slope * (points.at(-1)![0] - meanX)];
}

function trend(
  what: string,
  samples: readonly Sample[],
  of: (sample: Sample) => number,
  allowed: number,
): Finding {
  if (samples.length < 6) return { what: `${what}: too short a run to tell`, first: 0, last: 0, ok: true };
  const [first, last] = lineThrough(samples.map(sample => [sample.minute, of(sample)]));
  return { what, first, last, ok: last - first <= allowed };
}

function atMost(
  what: string,
  before: readonly Sample[],
  after: readonly Sample[],
  of: (sample: Sample) => number,
  allowed: number,
): Finding {
  const [first, last] = [median(before.map(of)), median(after.map(of))];
  return { what, first, last, ok: last <= first + allowed };
}

function findingsOf(
  protocol: Protocol,
  samples: readonly Sample[],
  before: readonly Sample[],
  after: readonly Sample[],
): Finding[] {
  const of = (sample: Sample) => sample.protocols[protocol];
  const latency = (name: 'p50' | 'p99', { share, ms }: { share: number; ms: number }): Finding => {
    const first = median(before.map(sample => of(sample)[name]));
    const last = median(after.map(sample => of(sample)[name]));
    return { what: `${protocol} ${name}`, first, last, ok: last <= first * (1 + share) + ms };
  };
  const answered = samples.map(sample => of(sample).answered);
  const total = answered.reduce((sum, count) => sum + count, 0);
  const errors = samples.flatMap(sample => Object.values(of(sample).errors)).reduce((a, b) => a + b, 0);
  return [
    latency('p50', P50),
    latency('p99', P99),
    {
      what: `${protocol} answers in a sample, mean and least`,
      first: total / samples.length,
      last: Math.min(...answered),
      ok: Math.min(...answered) > 0,
    },
    {
      what: `${protocol} errors of calls`,
      first: errors,
      last: errors + total,
      ok: errors <= ERRORS_ALLOWED * (errors + total),
    },
  ];
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
