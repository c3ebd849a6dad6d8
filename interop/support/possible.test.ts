import { expect, it } from 'vitest';
import { Possible } from './possible.ts';

it('is one value after an acknowledged write, and either after a failed one until it is read', () => {
  const output = new Possible(1);
  expect(output.observed(2)).toBe(false);
  output.doubtful(2);
  output.doubtful(3);
  expect(String(output)).toBe('1 or 2 or 3');
  expect(output.observed(2)).toBe(true);
  expect(output.observed(1)).toBe(false);
  output.settled(4);
  expect(output.observed(4)).toBe(true);
});
