import { describe, expect, it } from 'vitest';
import { sparkline } from './sparkline.js';

describe('a sparkline', () => {
  it('goes from the lowest bar to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([-1, 1], 4)).toBe('  ▁█');
  });

  it('shows the latest values, and a blank where there was none', () => {
    expect(sparkline([9, 0, undefined, 7, Number.NaN], 4)).toBe('▁ █ ');
    expect(sparkline([], 3)).toBe('   ');
  });

  it('keeps to the middle while nothing changes', () => {
    expect(sparkline([5, 5, 5], 3)).toBe('▄▄▄');
    expect(sparkline([-1e308, 1e308], 2)).toBe('▄▄');
  });
});
