import { describe, expect, it } from 'vitest';
import { rejection, scene } from './scene.js';
import { frame, hex, read, write } from './toy-protocol.js';

describe('promise 5: local echo', () => {
  it('is taken off the front, so that the echo of a write does not confirm it', async () => {
    const { clock, peer, line } = scene({ echo: true });
    peer.expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)]);
    const error = await clock.until(rejection(line.exchange(write(1, 7, 5))));
    expect(error).toMatchObject({ code: 'no-reply', hint: expect.stringContaining('Only the echo') });
  });

  it('is followed by the answer, in one chunk, in two, or byte by byte', async () => {
    const bytes = [...frame(1, 6, 7, 5), ...frame(1, 6, 7, 5)].map(byte => byte.toString(16));
    for (const size of [1, 2, 5, 6, 7, 12]) {
      const { clock, peer, line, kinds } = scene({ echo: true });
      const chunks: [number, string][] = [];
      for (let at = 0; at < bytes.length; at += size)
        chunks.push([1 + at, bytes.slice(at, at + size).join(' ')]);
      peer.expect(hex(1, 6, 7, 5), ...chunks);
      expect(await clock.until(line.exchange(write(1, 7, 5)))).toEqual([7, 5]);
      expect(kinds()).toEqual(['request', 'echo', 'reply']);
    }
  });

  it('that differs from what was sent is an error of its own', async () => {
    const { clock, peer, line } = scene({ echo: true });
    peer.expect(hex(1, 6, 7, 5), [1, '01 06 07 04 00 00']);
    expect(await clock.until(rejection(line.exchange(write(1, 7, 5))))).toMatchObject({
      code: 'echo-mismatch',
    });
  });

  it('that does not come although it should is reported', async () => {
    const { clock, peer, line } = scene({ echo: true, retries: 0 });
    peer.expect(hex(1, 3, 7, 1));
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toMatchObject({ code: 'no-reply', hint: expect.stringContaining('Not even the echo') });
  });

  it('is recognised in front of a read even when none was announced', async () => {
    const { clock, peer, line, kinds } = scene();
    peer.expect(hex(1, 3, 7, 1), [1, hex(1, 3, 7, 1)], [5, hex(1, 3, 1, 77)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(kinds()).toEqual(['request', 'echo', 'reply']);
  });

  it('auto: is learned from a read, and then taken off writes', async () => {
    const { clock, peer, line } = scene({ echo: 'auto' });
    peer
      .expect(hex(1, 3, 7, 1), [1, hex(1, 3, 7, 1)], [5, hex(1, 3, 1, 77)])
      .expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(rejection(line.exchange(write(1, 7, 5))))).toMatchObject({ code: 'no-reply' });
  });

  it('auto: its absence is learned from a read, and then a copy confirms a write', async () => {
    const { clock, peer, line } = scene({ echo: 'auto' });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]).expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(line.exchange(write(1, 7, 5)))).toEqual([7, 5]);
  });

  it('auto: before anything is learned, one copy of a write proves nothing', async () => {
    const { clock, peer, line } = scene({ echo: 'auto' });
    peer.expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)]);
    const error = await clock.until(rejection(line.exchange(write(1, 7, 5))));
    expect(error).toMatchObject({ code: 'echo-ambiguous', facts: { outcomeUnknown: true } });
  });

  it('auto: two copies prove both the echo and the answer', async () => {
    const { clock, peer, line } = scene({ echo: 'auto' });
    peer.expect(hex(1, 6, 7, 5), [1, hex(1, 6, 7, 5)], [5, hex(1, 6, 7, 5)]);
    expect(await clock.until(line.exchange(write(1, 7, 5)))).toEqual([7, 5]);
  });
});

describe('the echo of a write that was given up', () => {
  it('is not its overdue answer, and confirms no later write', async () => {
    const { clock, peer, line } = scene({ timeout: 100, echo: true });
    peer.expect(hex(1, 6, 7, 5), [16, hex(1, 6, 7, 5)], [60, hex(1, 6, 7, 5)]);
    // The second is heard back as well, but the device never answers it.
    peer.expect(hex(1, 6, 7, 5), [16, hex(1, 6, 7, 5)]);
    const abort = new AbortController();
    const first = rejection(line.exchange(write(1, 7, 5), { signal: abort.signal }));
    await clock.advance(5);
    const second = line.exchange(write(1, 7, 5)).catch((error: unknown) => error);
    abort.abort();
    expect(await first).toMatchObject({ code: 'aborted' });
    expect(await clock.until(second)).toMatchObject({ code: 'no-reply' });
  });

  it('confirms no later write where nobody knows yet whether there is an echo', async () => {
    const { clock, peer, line } = scene({ timeout: 100, echo: 'auto' });
    peer.expect(hex(1, 6, 7, 5), [16, hex(1, 6, 7, 5)], [60, hex(1, 6, 7, 5)]);
    peer.expect(hex(1, 6, 7, 5), [50, hex(1, 6, 7, 5)]);
    const abort = new AbortController();
    const first = rejection(line.exchange(write(1, 7, 5), { signal: abort.signal }));
    await clock.advance(5);
    const second = line.exchange(write(1, 7, 5)).catch((error: unknown) => error);
    abort.abort();
    await first;
    expect(await clock.until(second)).toMatchObject({ code: 'echo-ambiguous' });
  });

  it('is not the answer to its repetition', async () => {
    const { clock, peer, line } = scene({ timeout: 100, echo: true });
    peer.expect(hex(1, 6, 7, 5), [110, hex(1, 6, 7, 5)]);
    peer.expect(hex(1, 6, 7, 5), [20, hex(1, 6, 7, 5)]);
    const call = line.exchange(write(1, 7, 5), { repeatable: true, retries: 1 });
    expect(await clock.until(call.catch((error: unknown) => error))).toMatchObject({ code: 'no-reply' });
  });
});
