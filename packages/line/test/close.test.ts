import { describe, expect, it } from 'vitest';
import { TransportError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { hex, read } from './toy-protocol.js';

describe('closing a line', () => {
  it('ends the retries of a call whose connection was lost a moment before', async () => {
    const { clock, peer, line } = scene({ retries: 5 });
    peer.expect(hex(1, 3, 7, 1));
    const calls = [7, 8].map(address => rejection(line.exchange(read(1, address))));
    await clock.advance(5);
    peer.vanish();
    await line.close();
    for (const error of await clock.until(Promise.all(calls))) {
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ code: 'closed' });
    }
    expect([peer.opens, line.state, clock.pending]).toEqual([1, 'closed', 0]);
  });

  it('ends calls that are held', async () => {
    const { clock, peer, line } = scene({ onLoss: 'hold' });
    await line.open();
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(500);
    const calls = [7, 8].map(address => rejection(line.exchange(read(1, address))));
    await clock.advance(10);
    await line.close();
    for (const error of await clock.until(Promise.all(calls)))
      expect(error).toMatchObject({ code: 'closed' });
    expect(clock.pending).toBe(0);
  });

  it('does not keep it from being used again', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [1, hex(1, 3, 1, 88)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    await line.close();
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(peer.opens).toBe(2);
  });
});
