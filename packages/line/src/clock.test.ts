import { describe, expect, it, vi } from 'vitest';
import { letProcessEnd, systemClock } from './clock.js';

const wait = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

describe('the system clock', () => {
  it('lets a timer of either kind be cleared', async () => {
    const action = vi.fn();
    systemClock.clearTimer(systemClock.setTimer(action, 1));
    systemClock.clearTimer(systemClock.setPreciseTimer!(action, 1));
    await wait(10);
    expect(action).not.toHaveBeenCalled();
  });

  it('sets no negative times, of which platforms warn', async () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    await new Promise<void>(resolve => systemClock.setTimer(resolve, -0.002));
    await new Promise<void>(resolve => systemClock.setPreciseTimer!(resolve, -0.002));
    const times = set.mock.calls.map(([, milliseconds]) => milliseconds);
    set.mockRestore();
    expect(times).toEqual([0]);
  });

  it('ends timers of both kinds, the precise one not early', async () => {
    const begun = systemClock.now();
    const times = await Promise.all([
      new Promise<number>(resolve => systemClock.setTimer(() => resolve(systemClock.now()), 2)),
      new Promise<number>(resolve => systemClock.setPreciseTimer!(() => resolve(systemClock.now()), 1.75)),
    ]);
    expect(times[1]! - begun).toBeGreaterThanOrEqual(1.75);
  });
});

describe('letProcessEnd', () => {
  it('takes a timer out of what keeps the process running', () => {
    const timer = systemClock.setTimer(() => undefined, 1000);
    letProcessEnd(timer);
    expect((timer as NodeJS.Timeout).hasRef()).toBe(false);
    systemClock.clearTimer(timer);
  });

  it.each([7, {}])('leaves a handle of another platform as it is: %j', handle => {
    expect(() => letProcessEnd(handle)).not.toThrow();
  });
});
