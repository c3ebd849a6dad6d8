import { expect, test } from 'vitest';
import { readOptions } from './options.js';

test('without options every suite runs for 101 rounds', () => {
  expect(readOptions([])).toEqual({
    suites: ['checksums', 'crossover', 'scan', 'capture', 'cold'],
    rounds: 101,
    slice: 0.25,
    quick: false,
  });
});

test('one suite, and a number of rounds, can be asked for', () => {
  expect(readOptions(['--only', 'scan', '--rounds', '21'])).toMatchObject({ suites: ['scan'], rounds: 21 });
});

test('a quick run has fewer rounds', () => {
  expect(readOptions(['--quick'])).toMatchObject({ rounds: 5, quick: true });
});

test.each([
  [['--only', 'nothing'], '--only must be one of checksums, crossover, scan, capture, cold, not nothing'],
  [['--rounds', '0'], '--rounds must be a whole number from 1 to 1000, not 0'],
  [['--rounds', 'many'], 'not many'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused with a reason', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
