import { describe, expect, it } from 'vitest';
import { preciseTime } from './precise-time.js';

describe('preciseTime', () => {
  it.each([0.2, 1, 3.7])('never ends a wait of %f ms early', async duration => {
    const deadline = preciseTime.now() + duration;
    await preciseTime.until(deadline);
    expect(preciseTime.now()).toBeGreaterThanOrEqual(deadline);
  });

  it('does not wait for what is past', async () => {
    await expect(preciseTime.until(preciseTime.now() - 1)).resolves.toBeUndefined();
  });
});
