import { describe, expect, it } from 'vitest';
import { AbortedError, UsageError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { hex, read, toyFraming, write } from './toy-protocol.js';

describe('promise 7: callers cannot get the order wrong', () => {
  it('settles 1,000 concurrent calls to five units in order, each with its own value', async () => {
    const { clock, peer, line } = scene();
    const order: string[] = [];
    const calls: Promise<unknown>[] = [];
    for (let round = 0; round < 200; round += 1) {
      for (let unit = 1; unit <= 5; unit += 1) {
        peer.expect(hex(unit, 3, round, 1), [1, hex(unit, 3, 1, (unit * 40 + round) & 255)]);
        const call = line.exchange(read(unit, round)).then(([value]) => {
          expect(value).toBe((unit * 40 + round) & 255);
          order.push(`${unit}:${round}`);
        });
        calls.push(call);
      }
    }
    await clock.until(Promise.all(calls));
    for (let unit = 1; unit <= 5; unit += 1) {
      const rounds = order
        .filter(name => name.startsWith(`${unit}:`))
        .map(name => Number(name.split(':')[1]));
      expect(rounds).toEqual(Array.from({ length: 200 }, (_, round) => round));
    }
    expect(peer.done).toBe(true);
  });

  it('gives every unit its turn, however many calls another has queued', async () => {
    const { clock, peer, line } = scene();
    for (const [unit, address] of [
      [1, 0],
      [2, 9],
      [1, 1],
      [1, 2],
    ] as const) {
      peer.expect(hex(unit, 3, address, 1), [1, hex(unit, 3, 1, address)]);
    }
    const calls = [0, 1, 2].map(address => line.exchange(read(1, address)));
    calls.push(line.exchange(read(2, 9)));
    expect(await clock.until(Promise.all(calls))).toEqual([[0], [1], [2], [9]]);
    expect(peer.done).toBe(true);
  });

  it('never lets a read overtake a write of its unit', async () => {
    const { clock, peer, line } = scene({ timeout: 100, lateWindow: 100 });
    peer
      .expect(hex(1, 6, 7, 5))
      .expect(hex(1, 6, 7, 5), [5, hex(1, 6, 7, 5)])
      .expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 5)]);
    const first = rejection(line.exchange(write(1, 7, 5)));
    const again = line.exchange(write(1, 7, 5));
    const check = line.exchange(read(1, 7));
    await clock.until(first);
    expect(await clock.until(again)).toEqual([7, 5]);
    expect(await clock.until(check)).toEqual([5]);
    expect(peer.done).toBe(true);
  });

  it('leaves no trace on the wire of a call that is aborted before its turn', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    const abort = new AbortController();
    const first = line.exchange(read(1, 7));
    const second = rejection(line.exchange(read(1, 8), { signal: abort.signal }));
    await clock.advance(1);
    abort.abort(new Error('no longer needed'));
    expect(await second).toBeInstanceOf(AbortedError);
    expect(await clock.until(first)).toEqual([77]);
    await clock.advance(5000);
    expect(peer.written).toHaveLength(1);
  });

  it('refuses a call whose signal has already fired', async () => {
    const { line, peer } = scene();
    const error = await rejection(line.exchange(read(1, 7), { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'aborted' });
    expect(peer.opens).toBe(0);
  });

  it('forgets the signal when the call is over', async () => {
    const { clock, peer, line, kinds } = scene();
    const abort = new AbortController();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7), { signal: abort.signal }));
    abort.abort();
    await clock.advance(10);
    expect(kinds()).toEqual(['request', 'reply']);
  });

  it('refuses senseless times before anything is sent', async () => {
    const { line, peer } = scene();
    expect(await rejection(line.exchange(read(1, 7), { timeout: 0 }))).toBeInstanceOf(UsageError);
    expect(await rejection(line.exchange(read(1, 7), { retries: -1 }))).toBeInstanceOf(UsageError);
    expect(await rejection(line.exchange(read(1, 7), { timeout: Number.NaN }))).toBeInstanceOf(UsageError);
    expect(peer.written).toEqual([]);
  });

  it('refuses misspelt and senseless settings of the line itself', () => {
    const options = [
      { timeOut: 5 },
      { timeout: -1 },
      { retries: 0.5 },
      { lateWindow: -1 },
      { holdTime: Number.NaN },
    ];
    for (const wrong of options) expect(() => scene(wrong as object)).toThrow(UsageError);
  });

  it('fails an exchange that makes no sense by itself, and goes on with the others', async () => {
    const { clock, peer, line } = scene();
    const senseless = [
      { ...read(1, 7), expectations: [{ head: Uint8Array.of(1), length: -3 }] },
      {
        ...read(1, 8),
        framing: {
          ...toyFraming,
          gap: () => {
            throw new Error('no gap');
          },
        },
      },
    ];
    const failures = senseless.map(exchange => rejection(line.exchange(exchange)));
    peer.expect(hex(1, 3, 9, 1), [5, hex(1, 3, 1, 99)]);
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
    expect(await Promise.all(failures)).toEqual([expect.any(RangeError), new Error('no gap')]);
    expect(peer.done).toBe(true);
  });

  it('never lets a write overtake a read of its unit that has to wait', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 100 });
    peer
      .expect(hex(1, 3, 7, 1))
      .expect(hex(1, 3, 8, 1), [5, hex(1, 3, 1, 88)])
      .expect(hex(1, 6, 8, 5), [5, hex(1, 6, 8, 5)]);
    const lost = rejection(line.exchange(read(1, 7)));
    const before = line.exchange(read(1, 8));
    const told = line.exchange(write(1, 8, 5));
    await clock.until(lost);
    expect(await clock.until(before)).toEqual([88]);
    expect(await clock.until(told)).toEqual([8, 5]);
    expect(peer.done).toBe(true);
  });
});
