import { describe, expect, it } from 'vitest';
import { formatHex } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { frame, hex, read } from './toy-protocol.js';

const datagrams = (options = {}) => scene({ retries: 0, ...options }, { datagrams: true });

describe('a line over datagrams, without identifiers in its frames', () => {
  it('takes an answer that is all of a datagram', async () => {
    const { clock, peer, line } = datagrams();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
  });

  it('does not join what comes in two', async () => {
    const { clock, peer, line, kinds } = datagrams();
    const answer = frame(1, 3, 1, 77);
    const call = rejection(line.exchange(read(1, 7)));
    await clock.advance(1);
    peer.send(formatHex(answer.subarray(0, 3)));
    peer.send(formatHex(answer.subarray(3)));
    expect(await clock.until(call)).toHaveProperty('code');
    expect(kinds()).not.toContain('reply');
    peer.expect(hex(1, 3, 8, 1), [5, hex(1, 3, 1, 78)]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([78]);
  });

  it.each([
    ['behind', Uint8Array.of(...frame(1, 3, 1, 66), 0)],
    ['before', Uint8Array.of(0, ...frame(1, 3, 1, 66))],
  ])('takes no answer with something %s it, and goes on to the sound one', async (_, damaged) => {
    const { clock, peer, line, kinds } = datagrams();
    const call = line.exchange(read(1, 7));
    await clock.advance(1);
    peer.send(formatHex(damaged));
    peer.send(hex(1, 3, 1, 77));
    expect(await clock.until(call)).toEqual([77]);
    expect(kinds().filter(kind => kind === 'reply')).toHaveLength(1);
  });
});
