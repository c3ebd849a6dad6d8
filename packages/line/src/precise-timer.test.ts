import { describe, expect, it, vi } from 'vitest';
import { PreciseTimer } from './precise-timer.js';

describe('PreciseTimer', () => {
  it.each([0.1, 1.75, 3.6])('never ends %f ms early', async duration => {
    const due = performance.now() + duration;
    await new Promise<void>(resolve => new PreciseTimer(resolve, duration));
    expect(performance.now()).toBeGreaterThanOrEqual(due);
  });

  it('is never over within the call that makes it', () => {
    const action = vi.fn();
    const timer = new PreciseTimer(action, 0.0001);
    expect(action).not.toHaveBeenCalled();
    timer.cancel();
  });

  it.each([0.1, 3.6])('does nothing any more when it is cancelled before %f ms are over', async duration => {
    const action = vi.fn();
    new PreciseTimer(action, duration).cancel();
    await new Promise(resolve => setTimeout(resolve, 8));
    expect(action).not.toHaveBeenCalled();
  });
});
