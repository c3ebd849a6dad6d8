import { describe, expect, it } from 'vitest';
import { DeviceError, FrameError, ReplyError, TimeoutError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { frame, hex, read, toyFraming, write } from './toy-protocol.js';

describe('promise 1: no wrong value, ever', () => {
  it('delivers the value of the answer that fits', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(peer.done).toBe(true);
  });

  it('ignores the sound answer of another unit', async () => {
    const { clock, peer, line, kinds } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(2, 3, 1, 66)], [9, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(kinds()).toEqual(['request', 'foreign', 'reply']);
    expect(line.statistics.units.get(2)?.foreign).toBe(1);
  });

  it('ignores the answer of another function', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 6, 7, 66)], [9, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
  });

  it('does not deliver an answer with another count, and says so when nothing better comes', async () => {
    const { clock, peer, line } = scene({ retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 2, 66, 67)]);
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toBeInstanceOf(ReplyError);
    expect(error).toMatchObject({ code: 'wrong-count', facts: { unit: 1, sent: frame(1, 3, 7, 1) } });
  });

  it('delivers the right answer that follows one with another count', async () => {
    const { clock, peer, line, kinds } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 2, 66, 67)], [9, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(kinds()).toEqual(['request', 'wrong', 'reply']);
  });

  it('does not take the confirmation of another write', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 6, 7, 5), [5, hex(1, 6, 8, 5)]);
    expect(await clock.until(rejection(line.exchange(write(1, 7, 5))))).toMatchObject({ code: 'wrong-echo' });
  });

  it('reports a refusal at once, without waiting for the time-out', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 0x83, 2)]);
    expect(await clock.until(rejection(line.exchange(read(1, 7))))).toBeInstanceOf(DeviceError);
    expect(clock.now()).toBe(5);
    expect(line.statistics.units.get(1)).toMatchObject({ exceptions: 1, answered: 1, timeouts: 0 });
  });
});

describe('promise 3: noise is skipped, foreign frames are passed over', () => {
  it('delivers the answer behind every single junk byte at the moment at which it is complete', async () => {
    for (let junk = 0; junk < 256; junk += 1) {
      const { clock, peer, line } = scene();
      peer.expect(hex(1, 3, 7, 1), [5, `${junk.toString(16)} ${hex(1, 3, 1, 77)}`]);
      expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
      expect(clock.now()).toBe(5);
    }
  });

  it('delivers it byte by byte as well, with a USB pause between any two bytes', async () => {
    const reply = [0x55, ...frame(1, 3, 1, 77)];
    const { clock, peer, line } = scene();
    peer.expect(
      hex(1, 3, 7, 1),
      ...reply.map((byte, index): [number, string] => [16 * (index + 1), byte.toString(16)]),
    );
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
  });

  it('ends early when the answer is damaged and the line falls silent, and asks again', async () => {
    const { clock, peer, line, kinds } = scene();
    const damaged = frame(1, 3, 1, 77);
    damaged[3]! ^= 1;
    const text = [...damaged].map(byte => byte.toString(16)).join(' ');
    peer.expect(hex(1, 3, 7, 1), [5, text]).expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(clock.now()).toBe(5 + 50 + 5);
    expect(kinds()).toEqual(['request', 'damaged', 'noise', 'request', 'reply']);
    expect(line.statistics.units.get(1)).toMatchObject({ checksumErrors: 1, sent: 2 });
  });

  it('reports a damaged answer as a checksum error with everything heard', async () => {
    const { clock, peer, line } = scene({ retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [5, '01 03 01 4D 00 00']);
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toBeInstanceOf(FrameError);
    expect(error).toMatchObject({
      code: 'checksum',
      facts: { received: Uint8Array.of(1, 3, 1, 0x4d, 0, 0) },
    });
  });

  it('reports half an answer as incomplete, with what came', async () => {
    const { clock, peer, line } = scene({ retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [5, '01 03']);
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toMatchObject({
      code: 'incomplete-reply',
      facts: { received: Uint8Array.of(1, 3), attempt: 1 },
    });
  });

  it('ignores bytes behind the answer, and drops them as stale before the next question', async () => {
    const { clock, peer, line, kinds } = scene();
    peer
      .expect(hex(1, 3, 7, 1), [5, `${hex(1, 3, 1, 77)} 01 03`])
      .expect(hex(1, 3, 8, 1), [5, hex(1, 3, 1, 78)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([78]);
    expect(kinds()).toEqual(['request', 'reply', 'stale', 'request', 'reply']);
    expect(line.statistics.staleBytes).toBe(2);
  });

  it('says when nothing was heard', async () => {
    const { clock, peer, line } = scene({ retries: 0, timeout: 300 });
    peer.expect(hex(1, 3, 7, 1));
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'no-reply', facts: { elapsed: 300, received: new Uint8Array(0) } });
    expect(clock.now()).toBe(300);
  });

  it('names the unit that was heard instead', async () => {
    const { clock, peer, line } = scene({ retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [5, hex(2, 3, 1, 66)]);
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toMatchObject({ code: 'no-reply', hint: expect.stringContaining('Unit 2') });
  });

  it('fails when its framing throws, and keeps nothing waiting', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    const scan = () => {
      throw new Error('in the framing');
    };
    peer.expect(hex(1, 3, 7, 1)).expect(hex(2, 3, 8, 1), [10, hex(2, 3, 1, 88)]);
    const call = rejection(line.exchange({ ...read(1, 7), framing: { ...toyFraming, scan } }));
    await clock.advance(10);
    expect(() => peer.send(hex(1, 3, 1, 77))).toThrow('in the framing');
    await expect(clock.advance(200)).rejects.toThrow('in the framing');
    await clock.advance(1000);
    expect(await Promise.race([call, Promise.resolve('it hangs')])).toMatchObject({
      code: 'incomplete-reply',
    });
    expect(await clock.until(line.exchange(read(2, 8)))).toEqual([88]);
  });
});
