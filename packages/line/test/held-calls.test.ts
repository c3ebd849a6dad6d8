import { describe, expect, it } from 'vitest';
import { Line, TransportError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { hex, read } from './toy-protocol.js';

const gone = () => new TransportError('open-failed', 'gone');

describe('a call that is held, or waits for the connection', () => {
  it('is held no longer than the hold time, however many are held', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold', holdTime: 5000 });
    await line.open();
    peer.refuseOpen = gone();
    peer.vanish();
    await clock.advance(150);
    const ended: number[] = [];
    const calls = [1, 2, 3].map(address =>
      rejection(line.exchange(read(1, address))).then(() => ended.push(clock.now())),
    );
    await clock.until(Promise.all(calls));
    expect(ended).toEqual([5150, 5150, 5150]);
  });

  it('asks again as soon as the port is back: what it asked before the loss can only bring it the same answer', async () => {
    const { clock, peer, line } = scene({ timeout: 20_000, onLoss: 'hold', reconnect: { min: 50, max: 50 } });
    await line.open();
    peer.expect(hex(1, 3, 7, 1));
    const call = line.exchange(read(1, 7));
    await clock.advance(10);
    peer.refuseOpen = gone();
    peer.vanish();
    await clock.advance(120);
    peer.refuseOpen = undefined;
    peer.expect(hex(1, 3, 7, 1), [20, hex(1, 3, 1, 77)]);
    expect(await clock.until(call)).toEqual([77]);
    expect(clock.now()).toBeLessThan(300);
  });

  it('may be held for ever', async () => {
    const { peer } = scene();
    const line = new Line(peer, { onLoss: 'hold', holdTime: Infinity, reconnect: { min: 10, max: 30 } });
    await line.open();
    peer.refuseOpen = gone();
    peer.vanish();
    await new Promise(resolve => setTimeout(resolve, 30));
    let state = 'held';
    const call = line.exchange(read(1, 7)).catch(() => {
      state = 'rejected';
    });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(state).toBe('held');
    await line.close();
    await call;
  });

  it('ends with its signal while the port is being opened, and is not held afterwards', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold' });
    await line.open();
    let fail: (error: Error) => void = () => undefined;
    const open = peer.open.bind(peer);
    peer.open = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    peer.vanish();
    const abort = new AbortController();
    let at = -1;
    const call = rejection(line.exchange(read(1, 7), { signal: abort.signal })).finally(() => {
      at = clock.now();
    });
    await clock.advance(1);
    abort.abort();
    await clock.advance(9);
    peer.open = open;
    peer.refuseOpen = gone();
    fail(gone());
    expect(await clock.until(call)).toMatchObject({ code: 'aborted' });
    expect(at).toBe(1);
    await line.close();
  });

  it('ends with its signal while its connection is being sought for its next attempt', async () => {
    const { clock, peer, line } = scene({ retries: 3 });
    peer.expect(hex(1, 3, 7, 1));
    const abort = new AbortController();
    const call = rejection(line.exchange(read(1, 7), { signal: abort.signal }));
    await clock.advance(5);
    peer.open = () => new Promise((_, reject) => clock.setTimer(() => reject(gone()), 5000));
    peer.vanish();
    await clock.advance(5);
    abort.abort();
    expect(await clock.until(call)).toMatchObject({ code: 'aborted' });
    expect(clock.now()).toBe(10);
    await line.close();
  });

  it('finds the port open after any time, when that is never closed', async () => {
    const { peer } = scene();
    const line = new Line(peer, { idleClose: Infinity });
    peer.expect(hex(1, 3, 7, 1), [0, hex(1, 3, 1, 77)]);
    expect(await line.exchange(read(1, 7))).toEqual([77]);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(line.state).toBe('open');
    await line.close();
  });
});
