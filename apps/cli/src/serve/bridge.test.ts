import { memoryPair, type Transport } from '@bus/line';
import { record } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { Bridge } from './bridge.js';

const events = { heard: () => undefined, said: () => undefined };

describe('a bridge', () => {
  it('carries bytes both ways, in order', async () => {
    const [outer, inner] = [memoryPair(), memoryPair()];
    const bridge = new Bridge(outer.b, inner.a, events);
    await bridge.open();
    const [outside, inside] = [record(), record()];
    await outer.a.open(outside.sink);
    await inner.b.open(inside.sink);
    for (const byte of [1, 2, 3]) await outer.a.write(Uint8Array.of(byte));
    await inner.b.write(Uint8Array.of(9));
    await new Promise(resolve => setImmediate(resolve));
    expect([[...inside.bytes()], [...outside.bytes()]]).toEqual([[1, 2, 3], [9]]);
    await bridge.close();
    expect(await bridge.closed).toBeUndefined();
  });

  it('ends when far more comes in than goes out, and keeps no more than 64 KiB of it', async () => {
    const outer = memoryPair();
    let taken = 0;
    const stuck: Transport = {
      medium: { name: 'stuck', characterTime: 0 },
      open: async () => undefined,
      close: async () => undefined,
      write: bytes => {
        taken += bytes.length;
        return new Promise(() => undefined);
      },
    };
    const bridge = new Bridge(outer.b, stuck, events);
    await bridge.open();
    await outer.a.open(record().sink);
    for (let count = 0; count < 70; count += 1) await outer.a.write(new Uint8Array(1000));
    expect(await bridge.closed).toMatchObject({
      code: 'disconnected',
      message: expect.stringContaining('65536 bytes'),
    });
    expect(taken).toBe(1000);
  });
});
