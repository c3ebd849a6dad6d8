import { expect, test } from 'vitest';
import { partOf, readOptions, SUITES } from './options.js';

test('without options every suite runs for 101 rounds', () => {
  expect(readOptions([])).toEqual({
    suites: SUITES,
    rounds: 101,
    slice: 0.25,
    quick: false,
    check: false,
    writeDocs: false,
  });
});

test('one suite, and a number of rounds, can be asked for', () => {
  expect(readOptions(['--only', 'scan', '--rounds', '21'])).toMatchObject({ suites: ['scan'], rounds: 21 });
});

test('a part stands for its suites, and several may be named', () => {
  expect(readOptions(['--only', 'overhead,pty']).suites).toEqual(['pty', 'line', 'lines', 'start', 'size']);
});

test('a suite that no list names belongs to the codec', () => {
  expect(partOf('scan')).toBe('codec');
  expect(partOf('tcp')).toBe('end-to-end');
});

test('a quick run has fewer rounds', () => {
  expect(readOptions(['--quick'])).toMatchObject({ rounds: 5, quick: true });
});

test('the gates and the page are asked for', () => {
  expect(readOptions(['--check', '--write-docs'])).toMatchObject({ check: true, writeDocs: true });
});

test.each([
  [['--only', 'nothing'], /--only must be one of codec, .*, size, or several with commas, not nothing/],
  [['--rounds', '0'], '--rounds must be a whole number from 1 to 1000, not 0'],
  [['--rounds', 'many'], 'not many'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused with a reason', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
