import { describe, expect, it } from 'vitest';
import { mulberry32, randomFor, randomInteger } from './random.js';

describe('the generator of chance', () => {
  it('gives the same numbers for the same seed', () => {
    const [first, second] = [mulberry32(42), mulberry32(42)];
    const numbers = Array.from({ length: 1000 }, first);
    expect(Array.from({ length: 1000 }, second)).toEqual(numbers);
    expect(numbers.every(number => number >= 0 && number < 1)).toBe(true);
    expect(mulberry32(43)()).not.toBe(numbers[0]);
  });

  it('gives the numbers of the published algorithm', () => {
    expect(mulberry32(1)()).toBe(0.6270739405881613);
  });

  it('reaches both ends of a range of whole numbers, and all between', () => {
    const random = mulberry32(7);
    const counts = new Array<number>(6).fill(0);
    for (let draw = 0; draw < 6000; draw += 1) counts[randomInteger(random, 0, 5)]! += 1;
    expect(counts.every(count => count > 850 && count < 1150)).toBe(true);
  });

  it('makes numbered generators that differ', () => {
    const firsts = new Set(Array.from({ length: 2000 }, (_, index) => randomFor(1, index)()));
    expect(firsts.size).toBe(2000);
  });
});
