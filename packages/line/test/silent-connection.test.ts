import { describe, expect, it } from 'vitest';
import type { Medium } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { hex, read } from './toy-protocol.js';

/** A line whose unit has answered once, and is asked three more times without an answer. */
async function silence(medium: Partial<Medium> = {}) {
  const made = scene({ timeout: 100, retries: 0 }, medium);
  const { clock, peer, line } = made;
  peer.expect(hex(1, 3, 7, 1), [10, hex(1, 3, 1, 77)]);
  await clock.until(line.exchange(read(1, 7)));
  for (const count of [2, 3, 4]) {
    peer.expect(hex(1, 3, 7, count));
    await clock.until(rejection(line.exchange(read(1, 7, count))));
  }
  peer.expect(hex(1, 3, 7, 5), [10, hex(1, 3, 5, 1, 2, 3, 4, 5)]);
  expect(await clock.until(line.exchange(read(1, 7, 5)))).toEqual([1, 2, 3, 4, 5]);
  return made;
}

describe('a connection that is open only in name', () => {
  it('is opened anew when a unit that has answered before is silent for three questions', async () => {
    const { peer } = await silence();
    expect(peer.opens).toBe(2);
  });

  it('is left alone where there is a wire, on which a silent unit is a silent unit', async () => {
    const { peer } = await silence({ characterTime: 0.5 });
    expect(peer.opens).toBe(1);
  });

  it('is left alone where every question is a datagram, or the line is simulated', async () => {
    for (const medium of [{ datagrams: true }, { simulated: true }]) {
      const { peer } = await silence(medium);
      expect(peer.opens).toBe(1);
    }
  });

  it('is left alone while units are sought that have never answered', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    for (const unit of [1, 2, 3, 4, 5]) {
      peer.expect(hex(unit, 3, 7, 1));
      await clock.until(rejection(line.exchange(read(unit, 7))));
    }
    expect(peer.opens).toBe(1);
  });

  it('is left alone while anything is heard, whoever it is', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [10, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    for (const count of [2, 3, 4, 5, 6]) {
      peer.expect(hex(1, 3, 7, count), [50, hex(9, 3, 1, 1)]);
      await clock.until(rejection(line.exchange(read(1, 7, count))));
    }
    expect(peer.opens).toBe(1);
  });
});
