import { describe, expect, it } from 'vitest';
import { IdleClose } from '../src/idle-close.js';
import { FakeClock } from '../src/testing.js';
import { scene } from './scene.js';
import { hex, read } from './toy-protocol.js';

describe('a port that is given back when nobody uses it', () => {
  it('is closed after the idle time, and opened again by the next call', async () => {
    const { clock, peer, line } = scene({ idleClose: 500 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [5, hex(1, 3, 1, 88)]);
    await clock.until(line.exchange(read(1, 7)));
    await clock.advance(499);
    expect(line.state).toBe('open');
    await clock.advance(1);
    expect(line.state).toBe('closed');
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(peer.opens).toBe(2);
  });

  it('is closed after each call with 0, but not between calls that are queued', async () => {
    const { clock, peer, line } = scene({ idleClose: 0 });
    for (const address of [1, 2, 3]) peer.expect(hex(1, 3, address, 1), [5, hex(1, 3, 1, address)]);
    const calls = Promise.all([line.exchange(read(1, 1)), line.exchange(read(1, 2))]);
    expect(await clock.until(calls)).toEqual([[1], [2]]);
    await clock.advance(1);
    expect([line.state, peer.opens]).toEqual(['closed', 1]);
    expect(await clock.until(line.exchange(read(1, 3)))).toEqual([3]);
  });

  it('stays open by default, and leaves no timer when the time-out of its last call is over', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    await clock.advance(line.timeout);
    expect(clock.pending).toBe(0);
    await clock.advance(100_000);
    expect(line.state).toBe('open');
  });

  it('says of itself what it is', async () => {
    const { clock, peer, line } = scene({ timeout: 300 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(String(line)).toBe('Line(scripted, open)');
    expect(JSON.parse(JSON.stringify(line))).toMatchObject({
      medium: { name: 'scripted' },
      state: 'open',
      settings: { timeout: 300, retries: 1 },
      statistics: { units: { 1: { sent: 1, answered: 1 } }, losses: 0 },
    });
  });

  it('is not closed under a call that began meanwhile', async () => {
    const { clock, peer, line } = scene({ idleClose: 500 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [600, hex(1, 3, 1, 88)]);
    await clock.until(line.exchange(read(1, 7)));
    await clock.advance(400);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(peer.opens).toBe(1);
  });

  it('leaves no timer when the line is closed first', async () => {
    const { clock, peer, line } = scene({ idleClose: 500 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    await line.close();
    expect(clock.pending).toBe(0);
  });

  it('counts the idle time from the latest end of work', async () => {
    const clock = new FakeClock();
    let closed = 0;
    const idle = new IdleClose(500, clock, () => {
      closed += 1;
    });
    idle.begin();
    await clock.advance(300);
    idle.begin();
    await clock.advance(499);
    expect(closed).toBe(0);
    await clock.advance(1);
    expect(closed).toBe(1);
  });
});
