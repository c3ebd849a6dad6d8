import { describe, expect, it } from 'vitest';
import { Line, memoryPair, Responder } from '../src/index.js';
import { FakeClock, record } from '../src/testing.js';
import { frame, read, toyFraming } from './toy-protocol.js';

/** A responder that answers reads of unit 1 with their address. */
async function answering(options: { delay?: number; fail?: boolean } = {}) {
  const clock = new FakeClock();
  const { a, b, cut } = memoryPair();
  const asked: number[][] = [];
  const failures: unknown[] = [];
  const responder = new Responder(b, {
    framing: toyFraming,
    clock,
    delay: options.delay ?? 0,
    answer: bytes => {
      asked.push([...bytes]);
      if (options.fail) throw new Error('the device is on fire');
      return bytes[0] === 1 && bytes[1] === 3 && bytes.length === 6 ? frame(1, 3, 1, bytes[2]!) : undefined;
    },
    onError: error => failures.push(error),
  });
  await responder.open();
  return { clock, a, responder, asked, failures, cut };
}

describe('a responder', () => {
  it('answers a line', async () => {
    const { clock, a } = await answering();
    const line = new Line(a, { clock });
    expect(await clock.until(line.exchange(read(1, 42)))).toEqual([42]);
  });

  it('is silent when it has nothing to say', async () => {
    const { clock, a, asked } = await answering();
    const line = new Line(a, { clock, retries: 0 });
    await expect(clock.until(line.exchange(read(2, 42)))).rejects.toMatchObject({ code: 'no-reply' });
    expect(asked).toHaveLength(1);
  });

  it('answers as many requests as come in one chunk, in order', async () => {
    const { clock, a } = await answering({ delay: 3 });
    const heard = record();
    await a.open(heard.sink);
    await a.write(Uint8Array.of(...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)));
    await clock.advance(3);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 1, 7)]);
    await clock.advance(3);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 1, 7), ...frame(1, 3, 1, 8)]);
  });

  it('is not deafened by half a request: after a silence the next one is answered', async () => {
    const { clock, a, asked } = await answering();
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(Uint8Array.of(1, 3, 200));
    await clock.advance(60);
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(1);
    expect(asked).toEqual([[...frame(1, 3, 7, 1)]]);
  });

  it('reports the failure of what answers, and goes on', async () => {
    const { clock, a, failures, asked } = await answering({ fail: true });
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(1);
    await a.write(frame(1, 3, 8, 1));
    await clock.advance(1);
    expect(asked).toHaveLength(2);
    expect(failures.map(String)).toEqual(['Error: the device is on fire', 'Error: the device is on fire']);
  });

  it('sends nothing after it was closed', async () => {
    const { clock, a, responder } = await answering({ delay: 50 });
    const heard = record();
    await a.open(heard.sink);
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(10);
    await responder.close();
    await clock.advance(100);
    expect(heard.calls()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('tells when the connection went away', async () => {
    const { clock, responder, cut } = await answering();
    await responder.close();
    const reasons: unknown[] = [];
    await responder.open(reason => reasons.push(reason));
    cut(new Error('cut'));
    await clock.advance(1);
    expect(reasons.map(String)).toEqual(['Error: cut']);
  });

  it('reports answers that fail while they wait behind others, and leaves no rejection unhandled', async () => {
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const failures: unknown[] = [];
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const responder = new Responder(b, {
      framing: toyFraming,
      clock,
      delay: 5,
      answer: async bytes => {
        if (bytes[2] === 8) throw new Error('no such thing');
        return frame(1, 3, 1, bytes[2]!);
      },
      onError: error => failures.push(error),
    });
    await responder.open();
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(Uint8Array.of(...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)));
    await clock.advance(20);
    process.off('unhandledRejection', note);
    expect(failures.map(String)).toEqual(['Error: no such thing']);
    expect(unhandled).toEqual([]);
  });
});
