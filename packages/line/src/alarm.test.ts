import { describe, expect, it } from 'vitest';
import { Alarm } from './alarm.js';
import { READING } from './stood-still.js';
import { FakeClock } from './testing.js';

/** An alarm that notes when it rang, and is set again for the deadlines that are left. */
function scene(deadlines: number[]) {
  const clock = new FakeClock();
  const rung: number[] = [];
  const alarm = new Alarm(clock, now => {
    rung.push(clock.now());
    for (const deadline of deadlines) if (deadline > now) alarm.by(deadline);
  });
  for (const deadline of deadlines) alarm.by(deadline);
  return { clock, alarm, rung };
}

describe('an alarm', () => {
  it('has one timer, set for the earliest deadline', async () => {
    const { clock, rung } = scene([70, 50, 90]);
    expect(clock.pending).toBe(1);
    await clock.advance(49.9);
    expect(rung).toEqual([]);
    await clock.advance(0.2);
    expect(rung).toEqual([50]);
  });

  it('rings at each deadline that is left, however the sums of times are rounded', async () => {
    const deadlines = [0.1, 0.1 + 0.2, 0.7, 1e9 + 0.1];
    const { clock, rung } = scene(deadlines);
    await clock.advance(2e9);
    expect(rung.map(time => time.toFixed(3))).toEqual(deadlines.map(time => time.toFixed(3)));
    expect(clock.pending).toBe(0);
  });

  it('rings no earlier than it was set for although its timer came early', async () => {
    let now = 0;
    let fire: () => void = () => undefined;
    const set: number[] = [];
    const early = {
      now: () => now,
      setTimer: (action: () => void, milliseconds: number) => {
        fire = action;
        set.push(milliseconds);
      },
      clearTimer: () => undefined,
    };
    const seen: number[] = [];
    new Alarm(early, time => seen.push(time)).by(200);
    now = 199.5;
    fire();
    expect([seen, set]).toEqual([[], [200, 0.5]]);
    now = 200.7;
    fire();
    expect([seen, set]).toEqual([[200.7], [200, 0.5]]);
  });

  it('that rings far too late rings once more, when there was time to read, for what was due when it did', async () => {
    const clock = new FakeClock();
    const rung: [number, number][] = [];
    const alarm = new Alarm(clock, due => {
      rung.push([clock.now(), due]);
      if (due < 200) alarm.by(200);
    });
    alarm.by(50);
    clock.standStill(150);
    await clock.advance(0);
    expect(rung).toEqual([]);
    clock.standStill(150);
    await clock.advance(0);
    expect(rung).toEqual([[300, 150]]);
    await clock.advance(READING);
    expect(rung).toEqual([
      [300, 150],
      [300 + READING, 300],
    ]);
  });

  it('is silent once it was cancelled, and can be set again', async () => {
    const { clock, alarm, rung } = scene([50]);
    alarm.cancel();
    await clock.advance(100);
    expect([rung, clock.pending]).toEqual([[], 0]);
    alarm.by(150);
    await clock.advance(100);
    expect(rung).toEqual([150]);
  });
});
