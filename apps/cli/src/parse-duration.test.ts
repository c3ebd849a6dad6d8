import { describe, expect, it } from 'vitest';
import { parseDuration } from './parse-duration.js';

describe('a time', () => {
  it.each([
    ['500', 500],
    ['500ms', 500],
    ['1.5s', 1500],
    ['90 s', 90_000],
    ['10m', 600_000],
    ['10min', 600_000],
    ['12h', 43_200_000],
  ])('of %s has %i milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', 's', '-5s', '1e3', '5d', '1.s', '9007199254740992', '9'.repeat(400)])('is none: %s', text => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
