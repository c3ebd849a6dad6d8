import { describe, expect, it } from 'vitest';
import { drioFraming } from './drio-framing.js';
import { type DrioOptions, drioSettings } from './drio-options.js';

describe('the options of a client', () => {
  it('have defaults', () => {
    expect(drioSettings({ mode: undefined } as unknown as DrioOptions)).toEqual({
      mode: 'normal',
      inputPolarity: 'active-high',
      verify: true,
      setRetries: 1,
      settle: 10,
      timeout: 100,
      quiet: 20,
      readTwice: false,
      upperBits: 'refuse',
    });
  });

  it.each([
    [{ polarity: 'active-low' }, "no option 'polarity'"],
    [{ mode: 'hash' }, 'mode must be normal or harsh, not hash'],
    [{ inputPolarity: 'low' }, 'inputPolarity must be active-high or active-low, not low'],
    [{ verify: 'yes' }, 'verify must be true or false, not yes'],
    [{ setRetries: 0.5 }, 'setRetries must be 0 or more, not 0.5'],
    [{ timeout: 0 }, 'timeout must be more than 0 ms, not 0'],
    [{ settle: -1 }, 'settle must be 0 ms or more, not -1'],
    [{ gap: Number.NaN }, 'gap must be 0 ms or more, not NaN'],
  ])('are refused when they make no sense: %j', (options, message) => {
    expect(() => drioSettings(options as DrioOptions)).toThrow(message);
  });

  it('and those of its framing, too', () => {
    expect(() => drioFraming({ mode: 'loud' as 'harsh' })).toThrow("mode must be 'normal' or 'harsh'");
    expect(() => drioFraming({ quiet: -1 })).toThrow('quiet must be 0 ms or more');
  });
});
