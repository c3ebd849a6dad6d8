import { TimeoutError } from '@bus/line';
import { expect, it } from 'vitest';
import { Tally } from './tally.ts';

it('counts answers and errors of one period, and begins anew', async () => {
  const tally = new Tally();
  expect(await tally.time(async () => 5)).toEqual({ value: 5 });
  expect(await tally.time(() => Promise.reject(new TimeoutError('no-reply', 'silent')))).toBeUndefined();
  expect(tally.take()).toMatchObject({ answered: 1, errors: { 'no-reply': 1 } });
  expect(tally.take()).toMatchObject({ answered: 0, errors: {} });
});

it('does not take a mistake for an error of the line', async () => {
  const mistake = new TypeError('x is not a function');
  await expect(new Tally().time(() => Promise.reject(mistake))).rejects.toBe(mistake);
});
