import { describe, expect, it } from 'vitest';
import { judge, lineThrough } from './judge.ts';
import type { Sample } from './sample.ts';
import type { PeriodOf } from './tally.ts';

const MiB = 2 ** 20;
const calm: PeriodOf = { answered: 400, errors: { 'no-reply': 4 }, p50: 100, p99: 300 };

/** Sixty samples of a run in which nothing changes, but for a saw-tooth of 0.2 MiB in the heap. */
function run(change: (minute: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: 60 }, (_, index) => ({
    minute: index + 1,
    heap: 10 * MiB + (index % 5) * 0.05 * MiB,
    rss: 80 * MiB,
    external: 6 * MiB,
    descriptors: 29,
    handles: 7,
    timers: 1 + (index % 3),
    protocols: { modbus: calm, dcon: calm, '232drio': calm },
    ...change(index + 1),
  }));
}

const bad = (samples: Sample[]) =>
  judge(samples)
    .filter(({ ok }) => !ok)
    .map(({ what }) => what);

describe('the judge of a long run', () => {
  it('is content with a run in which nothing grows', () => {
    expect(bad(run())).toEqual([]);
  });

  it('notices a heap that grows a little with every minute', () => {
    expect(bad(run(minute => ({ heap: 10 * MiB + minute * 20_000 })))).toEqual(['heap']);
    expect(bad(run(minute => ({ external: 6 * MiB + minute * 6000 })))).toEqual(['external memory']);
    expect(bad(run(minute => ({ rss: 80 * MiB + minute * 0.3 * MiB })))).toEqual(['resident memory']);
  });

  it('does not count the growth while everything is warmed up', () => {
    expect(bad(run(minute => ({ heap: (minute <= 10 ? 5 + minute / 2 : 10) * MiB })))).toEqual([]);
  });

  it('says nothing of memory in a run that is over before everything is warmed up', () => {
    const short = run(minute => ({ minute: minute / 6, rss: (60 + minute) * MiB }));
    expect(bad(short)).toEqual([]);
    expect(judge(short).map(({ what }) => what)).toContain('resident memory: too short a run to tell');
  });

  it('notices a file, a handle or timers that are left behind', () => {
    expect(bad(run(minute => ({ descriptors: minute < 40 ? 29 : 30 })))).toEqual(['descriptors']);
    expect(bad(run(minute => ({ handles: minute < 40 ? 7 : 8 })))).toEqual(['handles']);
    expect(bad(run(minute => ({ timers: minute })))).toEqual(['timers']);
  });

  it('notices answers that come later and later, and those that do not come', () => {
    const slower = (minute: number) => ({ ...calm, p50: 100 + minute, p99: 300 + 5 * minute });
    const drifting = run(minute => ({
      protocols: { modbus: calm, dcon: slower(minute), '232drio': calm },
    }));
    expect(bad(drifting)).toEqual(['dcon p50', 'dcon p99']);
    const stalled = run(minute => ({
      protocols: { modbus: { ...calm, answered: minute === 33 ? 0 : 400 }, dcon: calm, '232drio': calm },
    }));
    expect(bad(stalled)).toEqual(['modbus answers in a sample, mean and least']);
  });

  it('notices more errors than the noise explains', () => {
    const failing = { ...calm, errors: { 'no-reply': 80, checksum: 20 } };
    const samples = run(() => ({ protocols: { modbus: calm, dcon: calm, '232drio': failing } }));
    expect(bad(samples)).toEqual(['232drio errors of calls']);
  });

  it('needs some samples', () => {
    expect(() => judge(run().slice(0, 5))).toThrow(RangeError);
  });
});

describe('a straight line through points', () => {
  it('is told by its ends', () => {
    expect(
      lineThrough([
        [1, 3],
        [2, 5],
        [4, 9],
      ]),
    ).toEqual([3, 9]);
    expect(lineThrough([[7, 5]])).toEqual([5, 5]);
    const [first, last] = lineThrough([
      [0, 1],
      [1, -1],
      [2, 1],
    ]);
    expect([first, last].map(height => Math.round(height * 1000) / 1000)).toEqual([0.333, 0.333]);
  });
});
