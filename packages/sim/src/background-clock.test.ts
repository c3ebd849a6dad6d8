import { type Clock, systemClock } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { backgroundClock } from './background-clock.js';

describe('the clock of simulated instruments', () => {
  it('does not keep the process alive', () => {
    const clock = backgroundClock(systemClock);
    const timer = clock.setTimer(() => undefined, 10_000) as NodeJS.Timeout;
    expect(timer.hasRef()).toBe(false);
    clock.clearTimer(timer);
  });

  it('counts and cancels like the one behind it', async () => {
    const fake = new FakeClock();
    const clock: Clock = backgroundClock(fake);
    const heard: string[] = [];
    clock.setTimer(() => heard.push('on time'), 5);
    clock.clearTimer(clock.setTimer(() => heard.push('cancelled'), 5));
    await fake.advance(5);
    expect(heard).toEqual(['on time']);
    expect(clock.now()).toBe(fake.now());
  });
});
