import { describe, expect, it } from 'vitest';
import { FakeClock } from './testing.js';
import type { Transport } from './transport.js';
import { WriteQueue } from './write-queue.js';

/** A queue over a transport whose writes the test ends. */
function scene({ datagrams = false, atOnce = false } = {}) {
  const written: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const failed: [number, string][] = [];
  const transport = {
    medium: { name: 'by hand', characterTime: 0, datagrams },
    transmit: (bytes: Uint8Array, done: (error?: Error) => void) => {
      written.push([...bytes]);
      if (atOnce) done();
      else ends.push(done);
    },
  } as unknown as Transport;
  const clock = new FakeClock();
  const queue = new WriteQueue<{ bytes: Uint8Array }>(transport, clock, ({ bytes }, { message }) =>
    failed.push([bytes[0]!, message]),
  );
  const push = (...values: number[]) => {
    for (const value of values) queue.push({ bytes: Uint8Array.of(value) });
  };
  return { clock, queue, push, written, ends, failed };
}

describe('a queue of writes', () => {
  it('writes in one piece what was pushed before a flush, and what piled up behind a write', () => {
    const { clock, queue, push, written, ends } = scene();
    push(1, 2);
    expect(written).toEqual([]);
    queue.flush(clock.now());
    push(3);
    queue.flush(clock.now());
    push(4, 5);
    queue.flush(clock.now());
    expect(written).toEqual([[1, 2]]);
    ends[0]!();
    expect(written).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('writes datagrams one by one, also where each is out at once', () => {
    const { clock, queue, push, written } = scene({ datagrams: true, atOnce: true });
    push(1, 2, 3);
    queue.flush(clock.now());
    expect(written).toEqual([[1], [2], [3]]);
  });

  it('tells everybody whose bytes were in a piece that failed, and goes on with the rest', () => {
    const { clock, queue, push, written, ends, failed } = scene();
    push(1, 2);
    queue.flush(clock.now());
    push(3);
    queue.flush(clock.now());
    ends[0]!(new Error('no power'));
    expect(failed).toEqual([
      [1, 'no power'],
      [2, 'no power'],
    ]);
    ends[1]!(new Error('still none'));
    expect([failed.at(-1), written]).toEqual([
      [3, 'still none'],
      [[1, 2], [3]],
    ]);
  });

  it('takes the late end of a write from before a reset for nothing', () => {
    const { clock, queue, push, written, ends, failed } = scene();
    push(1);
    queue.flush(clock.now());
    queue.reset();
    push(2);
    queue.flush(clock.now());
    push(3);
    queue.flush(clock.now());
    ends[0]!(new Error('late'));
    expect([failed, written]).toEqual([[], [[1], [2]]]);
    ends[1]!();
    expect(written).toEqual([[1], [2], [3]]);
  });

  it('knows how long a write has been under way', async () => {
    const { clock, queue, push, ends } = scene();
    await clock.advance(100);
    push(1);
    queue.flush(clock.now());
    await clock.advance(30);
    expect(queue.stalledFor(clock.now())).toBe(30);
    ends[0]!();
    expect(queue.stalledFor(clock.now())).toBe(0);
  });
});
