import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceLine } from '../../protocol/index.js';
import { TraceBuffer } from './trace-buffer.js';

const frame = (number: number, time = number * 10): TraceLine => ({
  number,
  time,
  direction: 'sent',
  kind: 'request',
  hex: '00',
  meaning: '',
});
const frames = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => frame(from + index));
const shown = (buffer: TraceBuffer) =>
  buffer.rows.map(row => (row.type === 'frame' ? row.frame.number : `gap ${row.missing ?? 'anew'}`));

test('missing numbers leave a gap that says how many', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 2));
  buffer.push(frames(6, 7));
  expect(shown(buffer)).toEqual([1, 2, 'gap 3', 6, 7]);
});

test('frames that the server repeats after a reconnection are shown once', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 5));
  buffer.push(frames(3, 8));
  expect(shown(buffer)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('frames that are repeated in several pieces are shown once as well', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 200));
  const rows = buffer.rows;
  for (const from of [1, 51, 101, 151]) buffer.push(frames(from, from + 49));
  expect(buffer.rows).toBe(rows);
  buffer.push(frames(201, 202));
  expect(shown(buffer).slice(-3)).toEqual([200, 201, 202]);
});

test('what a server repeats that was started anew, with its clock set back, is shown once as well', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 200));
  const anew = Array.from({ length: 100 }, (_, index) => frame(index + 1, index));
  for (let time = 0; time < 2; time += 1)
    for (const from of [0, 50]) buffer.push(anew.slice(from, from + 50));
  expect(shown(buffer).slice(199, 203)).toEqual([200, 'gap anew', 1, 2]);
  expect(buffer.rows).toHaveLength(301);
});

test('the same numbers at other times are of a server that was started anew', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 3));
  buffer.push([frame(1, 1000), frame(2, 1010), frame(3, 1020)]);
  expect(shown(buffer)).toEqual([1, 2, 3, 'gap anew', 1, 2, 3]);
});

test('no more rows are kept than allowed, the newest', () => {
  const buffer = new TraceBuffer(5);
  buffer.push(frames(1, 20));
  expect(shown(buffer)).toEqual([16, 17, 18, 19, 20]);
});

test('after it was cleared it goes on without a gap, and without repeating', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 5));
  buffer.clear();
  buffer.push(frames(1, 5));
  expect(shown(buffer)).toEqual([]);
  buffer.push(frames(6, 6));
  expect(shown(buffer)).toEqual([6]);
});

test('nothing new leaves the rows as they are, so that nothing is drawn', () => {
  const buffer = new TraceBuffer();
  buffer.push(frames(1, 3));
  const rows = buffer.rows;
  buffer.push(frames(1, 3));
  buffer.push([]);
  expect(buffer.rows).toBe(rows);
});

test('however frames are lost and repeated, each is shown once and in order, and gaps add up', () => {
  const batch = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 6 }), fc.nat(4));
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 20 }), batches => {
      const buffer = new TraceBuffer();
      let next = 1;
      for (const [back, count, lost] of batches) {
        const repeated = next > 1 && lost === 0 ? Math.min(back, next - 1) : 0;
        const from = next + (next > 1 ? lost : 0) - repeated;
        buffer.push(frames(from, from + repeated + count - 1));
        next = from + repeated + count;
      }
      let expected = 1;
      for (const row of buffer.rows) {
        if (row.type === 'gap') expected += row.missing!;
        else expect(row.frame.number).toBe(expected++);
      }
      expect(expected).toBe(next);
      expect(new Set(buffer.rows.map(({ key }) => key)).size).toBe(buffer.rows.length);
    }),
  );
});
