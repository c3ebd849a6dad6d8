import { expect, test } from 'vitest';
import { isTrusted, standing, standingText } from './freshness.js';

const values = { instrument: 'oven', values: { processValue: 77.2 }, readAt: 100_000 };
const error = { message: 'no reply' };

test('values are fresh for five seconds and stale after that', () => {
  expect(standing(values, 105_000, 1000)).toEqual({ freshness: 'fresh', age: 5000 });
  expect(standing(values, 105_001, 1000)).toEqual({ freshness: 'stale', age: 5001 });
});

test('a slow line has more time, but not for ever', () => {
  expect(standing(values, 109_000, 4000).freshness).toBe('fresh');
  expect(standing(values, 115_001, 60_000).freshness).toBe('stale');
});

test('values whose reading failed, or that cannot be reached, are never fresh', () => {
  expect(standing({ ...values, error }, 100_000, 1000).freshness).toBe('failed');
  expect(standing(values, 100_000, 1000, 'line').freshness).toBe('lost');
  expect(isTrusted(standing({ ...values, error }, 100_000, 1000))).toBe(false);
  expect(isTrusted(standing(values, 100_000, 1000, 'line'))).toBe(false);
});

test('what was never read has no age', () => {
  expect(standing(undefined, 1, 0)).toEqual({ freshness: 'none' });
  expect(standing({ instrument: 'oven', values: {}, error }, 1, 0)).toEqual({ freshness: 'failed' });
  expect(isTrusted({ freshness: 'none' })).toBe(false);
});

test('a clock that is a little behind makes no negative age', () => {
  expect(standing(values, 99_900, 1000).age).toBe(0);
});

test('the age is said as long as it matters', () => {
  expect(standingText({ freshness: 'fresh', age: 900 })).toBe('live');
  expect(standingText({ freshness: 'stale', age: 12_300 })).toBe('12 s old');
  expect(standingText({ freshness: 'failed', age: 12_300 })).toBe('failed, 12 s old');
  expect(standingText({ freshness: 'lost', lost: 'line', age: 100 })).toBe('line lost');
  expect(standingText({ freshness: 'lost', lost: 'server', age: 9000 })).toBe('server lost, 9 s old');
  expect(standingText({ freshness: 'failed' })).toBe('failed');
  expect(standingText({ freshness: 'none' })).toBe('waiting for values');
});
