import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { type BeatOptions, beats } from './beats.js';

/** Carries out rounds that take so long, and says when each began and how many were left out before it. */
async function rounds(taking: readonly number[], options: Partial<BeatOptions> = {}) {
  const clock = new FakeClock();
  const pause = (milliseconds: number) =>
    new Promise<boolean>(resolve => clock.setTimer(() => resolve(true), milliseconds));
  const seen: [begun: number, skipped: number][] = [];
  const run = async () => {
    for await (const skipped of beats({
      clock,
      pause,
      start: 0,
      every: 100,
      times: taking.length,
      ...options,
    })) {
      seen.push([clock.now(), skipped]);
      await pause(taking[seen.length - 1] ?? 0);
    }
  };
  await clock.until(run());
  return seen;
}

describe('the beats of a rate', () => {
  it('do not drift, whatever a round takes', async () => {
    expect(await rounds([30, 99, 0, 50])).toEqual([
      [0, 0],
      [100, 0],
      [200, 0],
      [300, 0],
    ]);
  });

  it('are left out and counted while a round is under way, and never made up for', async () => {
    expect(await rounds([350, 10, 101, 10])).toEqual([
      [0, 0],
      [400, 3],
      [500, 0],
      [700, 1],
    ]);
  });

  it('follow one another at once when they have no distance', async () => {
    expect(await rounds([30, 10, 0], { every: 0 })).toEqual([
      [0, 0],
      [30, 0],
      [40, 0],
    ]);
  });

  it('are in time when a round ends just then', async () => {
    expect(await rounds([100, 200, 10])).toEqual([
      [0, 0],
      [100, 0],
      [300, 1],
    ]);
  });

  it('end before the end that was set', async () => {
    expect(await rounds([0, 0, 0, 0, 0], { end: 250 })).toHaveLength(3);
    expect(await rounds([0, 0, 0, 0, 0], { end: 200 })).toHaveLength(2);
  });

  it('end when nobody waits for them any more', async () => {
    let left = 2;
    expect(await rounds([0, 0, 0], { pause: async () => left-- > 0 })).toHaveLength(2);
  });

  it('that pass while polling is halted are not missed', async () => {
    const clock = new FakeClock();
    const pause = (milliseconds: number) =>
      new Promise<boolean>(resolve => clock.setTimer(() => resolve(true), milliseconds));
    let halts = 1;
    const resumed = () => (clock.now() === 100 && halts-- > 0 ? pause(255).then(() => undefined) : undefined);
    const seen: [number, number][] = [];
    const run = async () => {
      for await (const skipped of beats({ clock, pause, start: 0, every: 100, times: 3, resumed }))
        seen.push([clock.now(), skipped]);
    };
    await clock.until(run());
    expect(seen).toEqual([
      [0, 0],
      [400, 0],
      [500, 0],
    ]);
  });
});
