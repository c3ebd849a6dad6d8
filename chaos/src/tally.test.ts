import { describe, expect, it } from 'vitest';
import { addCounts, medianAndMost, noCounts, Recovery } from './tally.js';

describe('the exchanges until a value is right again', () => {
  it('are counted from the struck one on, whose number is 0', () => {
    const counts = noCounts();
    const recovery = new Recovery(counts);
    recovery.ended(true, 0);
    recovery.ended(true, 1);
    recovery.ended(false, 2);
    recovery.ended(false, 2);
    recovery.ended(true, 2);
    recovery.ended(true, 2);
    expect(counts.recovery).toEqual({ 0: 1, 2: 1 });
  });

  it('begin anew when something else happens meanwhile', () => {
    const counts = noCounts();
    const recovery = new Recovery(counts);
    recovery.ended(false, 1);
    recovery.ended(false, 2);
    recovery.ended(true, 2);
    expect(counts.recovery).toEqual({ 1: 1 });
  });

  it('have a median and a largest number', () => {
    expect(medianAndMost({ 0: 5, 1: 2, 30: 1 })).toEqual([0, 30]);
    expect(medianAndMost({ 0: 1, 2: 5 })).toEqual([2, 2]);
    expect(medianAndMost({})).toBeUndefined();
  });
});

it('counts of several cells add up', () => {
  const one = { ...noCounts(), exchanges: 3, right: 2, errors: { a: 1 }, wire: 5 };
  const two = { ...noCounts(), exchanges: 4, wrong: 1, errors: { a: 2, b: 1 }, wire: 6 };
  expect(addCounts([one, two])).toMatchObject({ exchanges: 7, right: 2, wrong: 1, errors: { a: 3, b: 1 } });
});
