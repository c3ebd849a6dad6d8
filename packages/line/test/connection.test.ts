import { describe, expect, it } from 'vitest';
import { type StateEvent, TransportError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { hex, read, write } from './toy-protocol.js';

describe('promise 8: port lost and found again', () => {
  it('opens at the first exchange, and once for many callers', async () => {
    const { clock, peer, line } = scene();
    for (let address = 0; address < 10; address += 1)
      peer.expect(hex(1, 3, address, 1), [1, hex(1, 3, 1, address)]);
    const calls = Array.from({ length: 10 }, (_, address) => line.exchange(read(1, address)));
    await Promise.all([line.open(), line.open()]);
    await clock.until(Promise.all(calls));
    expect(peer.opens).toBe(1);
  });

  it('fails every queued call when the port cannot be opened', async () => {
    const { peer, line } = scene();
    peer.refuseOpen = new TransportError('open-failed', 'no such port');
    const calls = [1, 2, 3].map(address => rejection(line.exchange(read(1, address))));
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'open-failed' });
    expect(peer.opens).toBe(1);
    expect(line.state).toBe('closed');
  });

  it('re-opens an idle connection that the other side closed, without an error to the caller', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [1, hex(1, 3, 1, 88)]);
    await clock.until(line.exchange(read(1, 7)));
    peer.vanish();
    expect(line.state).toBe('lost');
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(peer.opens).toBe(2);
    expect(line.statistics.losses).toBe(1);
  });

  it('repeats a read whose answer was cut off by the loss', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1)).expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]);
    const call = line.exchange(read(1, 7));
    await clock.advance(5);
    peer.vanish(new Error('unplugged'));
    expect(await clock.until(call)).toEqual([77]);
  });

  it('does not repeat a write, and says that its outcome is unknown', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 6, 7, 5));
    const call = rejection(line.exchange(write(1, 7, 5)));
    await clock.advance(5);
    peer.vanish(new Error('unplugged'));
    expect(await clock.until(call)).toMatchObject({ code: 'disconnected', facts: { outcomeUnknown: true } });
  });

  it('looks for the port with growing pauses, tells of each state, and goes on when it is back', async () => {
    const { clock, peer, line } = scene({ reconnect: { min: 100, max: 1000 } });
    const states: [number, StateEvent['state']][] = [];
    line.on('state', event => states.push([clock.now(), event.state]));
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(2000);
    peer.refuseOpen = undefined;
    await clock.advance(1000);
    const lost = states.filter(([, state]) => state === 'lost').map(([time]) => time);
    expect(lost).toEqual([0, 100, 300, 700, 1500]);
    expect(states.at(-1)).toEqual([2500, 'open']);
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
  });

  it('shortens each pause at random by up to half, so that many lines do not knock together', async () => {
    const { clock, peer, line } = scene({ reconnect: { min: 100, max: 1000 }, random: () => 0.999 });
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(60);
    expect(peer.opens).toBe(2);
  });

  it('fails calls at once while the port is away', async () => {
    const { clock, peer, line } = scene();
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(150);
    const before = clock.now();
    expect(await rejection(line.exchange(read(1, 7)))).toMatchObject({ code: 'disconnected' });
    expect(clock.now()).toBe(before);
  });

  it('holds calls when it is told to, and carries them out when the port is back', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold' });
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(150);
    const call = line.exchange(read(1, 7));
    await clock.advance(1000);
    peer.refuseOpen = undefined;
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]);
    expect(await clock.until(call)).toEqual([77]);
  });

  it('holds only writes when it is told to', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold-writes' });
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(150);
    const told = line.exchange(write(1, 7, 5));
    expect(await rejection(line.exchange(read(1, 7)))).toMatchObject({ code: 'disconnected' });
    peer.refuseOpen = undefined;
    peer.expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)]);
    expect(await clock.until(told)).toEqual([7, 5]);
  });

  it('does not hold a call for ever', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold', holdTime: 5000 });
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(150);
    const call = rejection(line.exchange(read(1, 7)));
    await clock.advance(5000);
    expect(await call).toMatchObject({ code: 'disconnected' });
  });

  it('rejects everything that waits when it is closed, and can be opened again', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1)).expect(hex(2, 3, 9, 1), [1, hex(2, 3, 1, 99)]);
    const calls = [7, 8].map(address => rejection(line.exchange(read(1, address))));
    await clock.advance(5);
    await line.close();
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'closed' });
    expect(await clock.until(line.exchange(read(2, 9)))).toEqual([99]);
  });

  it('leaves no timer behind when it is closed', async () => {
    const { clock, peer, line } = scene();
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(150);
    await line.close();
    expect(clock.pending).toBe(0);
  });

  it('does not send a write again that was under way at the loss, even where writes are held', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold' });
    peer.expect(hex(1, 6, 7, 5));
    const call = rejection(line.exchange(write(1, 7, 5)));
    await clock.advance(5);
    peer.vanish(new Error('unplugged'));
    expect(await clock.until(call)).toMatchObject({ code: 'disconnected', facts: { outcomeUnknown: true } });
    await clock.advance(5000);
    expect(peer.written).toHaveLength(1);
  });
});
