import { describe, expect, it } from 'vitest';
import { EventChannel } from './event-channel.js';

describe('a channel of events', () => {
  it('gives everything in order, what came before the reader and after', async () => {
    const channel = new EventChannel<number>();
    channel.push(1);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const event of channel.read()) seen.push(event);
    })();
    await Promise.resolve();
    channel.push(2);
    channel.push(3);
    channel.end();
    channel.push(4);
    await reading;
    expect(seen).toEqual([1, 2, 3]);
  });

  it('leaves out what may be left out when nobody reads, and counts it', async () => {
    const channel = new EventChannel<number>(2);
    for (const event of [1, 2, 3]) channel.push(event, true);
    channel.push(4);
    channel.end();
    const seen: number[] = [];
    for await (const event of channel.read()) seen.push(event);
    expect(seen).toEqual([1, 2, 4]);
    expect(channel.dropped).toBe(1);
  });
});
