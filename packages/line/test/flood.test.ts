import { describe, expect, it, vi } from 'vitest';
import { Line } from '../src/index.js';
import { FakeClock, ScriptedPeer } from '../src/testing.js';
import { ask, multiplexScene, packet } from './toy-multiplex.js';
import { frame, hex, read } from './toy-protocol.js';

/** A peer that can be made to wait, and sends rubbish without end meanwhile. */
class FloodingPeer extends ScriptedPeer {
  paused = false;
  pauses = 0;

  pause(): void {
    this.paused = true;
    this.pauses += 1;
  }

  resume(): void {
    this.paused = false;
  }

  /** Sends rubbish in pieces of `size` until it has to wait; returns how many bytes that were. */
  flood(size = 1024): number {
    const piece = rubbish(size);
    let sent = 0;
    while (!this.paused && sent < 10_000_000) {
      this.send(piece);
      sent += size;
    }
    return sent;
  }
}

const rubbish = (size: number) => Array.from({ length: size }, () => '55').join(' ');

function scene() {
  const clock = new FakeClock();
  const peer = new FloodingPeer(clock);
  return { clock, peer, line: new Line(peer, { clock, random: () => 0, retries: 0 }) };
}

describe('a peer that sends rubbish without end', () => {
  it.each([1024, 12_345, 65_536])(
    'has to wait again and again, so that only so much is taken in a second, in pieces of %i bytes',
    async size => {
      const { clock, peer, line } = scene();
      await line.open();
      let taken = 0;
      for (let time = 0; time < 1000; time += 5) {
        taken += peer.flood(size);
        await clock.advance(5);
      }
      expect(taken).toBeLessThanOrEqual(50 * 32_768 + size);
      expect(taken).toBeGreaterThan(30 * 32_768);
      await line.close();
      expect(clock.pending).toBe(0);
    },
  );

  it('does not have to wait when an answer is in the very piece that is too much', async () => {
    const { clock, peer, line } = multiplexScene();
    const pause = vi.fn();
    const stale = Array.from({ length: 1000 }, () => [...packet(99, 1, 3, ...new Array(40).fill(0))]).flat();
    peer.answer = ({ id, unit, op, address }) => [
      1,
      Uint8Array.from([...stale, ...packet(id, unit, op, address)]),
    ];
    Object.assign(peer, { pause });
    expect(await clock.until(line.exchange(ask(1, 7)))).toBe(7);
    expect(pause).not.toHaveBeenCalled();
    peer.send(Uint8Array.from(stale));
    expect(pause).toHaveBeenCalledOnce();
  });

  it('does not wait for ever, and its answers still count', async () => {
    const { clock, peer, line } = scene();
    await line.open();
    peer.flood();
    await clock.advance(20);
    expect(peer.paused).toBe(false);
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
  });

  it('is not taken for one that sends much, and answers', async () => {
    const { clock, peer, line } = scene();
    for (let call = 0; call < 500; call += 1) {
      peer.expect(hex(1, 3, 7, 250), [0, hex(1, 3, 250, ...frame().subarray(2), ...new Uint8Array(250))]);
      expect(await clock.until(line.exchange(read(1, 7, 250)))).toHaveLength(250);
    }
    expect(clock.now()).toBe(0);
    expect(peer.pauses).toBe(0);
  });

  it('is not kept waiting on a connection that follows', async () => {
    const { clock, peer, line } = scene();
    await line.open();
    peer.flood();
    peer.vanish();
    peer.paused = false;
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    await clock.advance(1000);
    expect(peer.pauses).toBe(1);
  });
});
