import { expect, test } from 'vitest';
import type { TraceLine } from '../../protocol/index.js';
import { TraceFeed } from './trace-feed.js';

const frame = (number: number): TraceLine => ({
  number,
  time: number,
  direction: 'sent',
  kind: 'request',
  hex: '00',
  meaning: `frame ${number}`,
});

function feed() {
  const waiting = new Set<() => void>();
  const trace = new TraceFeed(action => {
    waiting.add(action);
    return () => waiting.delete(action);
  });
  const elapse = () => {
    for (const action of [...waiting]) action();
  };
  trace.choose('a');
  return { trace, elapse, waiting };
}
const numbers = (trace: TraceFeed) =>
  trace.rows.value.map(row => (row.type === 'frame' ? row.frame.number : undefined));

test('however many batches come, they are shown together after a moment', () => {
  const { trace, elapse, waiting } = feed();
  trace.push('a', [frame(1)]);
  trace.push('a', [frame(2)]);
  expect(numbers(trace)).toEqual([]);
  expect(waiting.size).toBe(1);
  elapse();
  expect(numbers(trace)).toEqual([1, 2]);
  expect(waiting.size).toBe(0);
});

test('while it is paused nothing moves, and nothing is missing afterwards', () => {
  const { trace, elapse } = feed();
  trace.push('a', [frame(1)]);
  trace.pause();
  trace.push('a', [frame(2)]);
  elapse();
  expect(numbers(trace)).toEqual([1]);
  expect(trace.paused.value).toBe(true);
  trace.resume();
  expect(numbers(trace)).toEqual([1, 2]);
});

test('what is paused can still be filtered', () => {
  const { trace } = feed();
  trace.push('a', [frame(1), frame(2)]);
  trace.pause();
  trace.text.value = 'frame 2';
  expect(numbers(trace)).toEqual([2]);
});

test('each line has frames of its own', () => {
  const { trace, elapse } = feed();
  trace.push('a', [frame(1)]);
  trace.push('b', [frame(7)]);
  elapse();
  expect(numbers(trace)).toEqual([1]);
  trace.choose('b');
  expect(numbers(trace)).toEqual([7]);
  trace.choose('a');
  expect(numbers(trace)).toEqual([1]);
});

test('cleared is empty, paused or not', () => {
  const { trace } = feed();
  trace.push('a', [frame(1)]);
  trace.pause();
  trace.clear();
  expect(trace.empty.value).toBe(true);
  trace.resume();
  expect(trace.empty.value).toBe(true);
});
