import { describe, expect, it } from 'vitest';
import { Line, type LineOptions, memoryPair, Responder } from '../src/index.js';
import { FakeClock, record } from '../src/testing.js';
import { rejection } from './scene.js';
import { frame, read, toyFraming } from './toy-protocol.js';

/**
 * A line whose far end says what a test lets it say. Timers are looked at before input is, as by the event loops of all
 * platforms: what comes while the process stands still is heard after what was due meanwhile.
 */
async function standing(options: LineOptions) {
  const clock = new FakeClock();
  const { a, b } = memoryPair();
  const heard = record();
  await b.open(heard.sink);
  const line = new Line(a, { clock, retries: 0, ...options });
  const wake = async (milliseconds: number, said?: Uint8Array) => {
    clock.standStill(milliseconds);
    await clock.advance(0);
    if (said !== undefined) await b.write(said);
    await clock.advance(0);
  };
  return { clock, line, b, heard, wake };
}

describe('a process that stands still', () => {
  it('takes the answer that came in time, although it is late itself', async () => {
    const { clock, line, wake } = await standing({ timeout: 100 });
    const call = line.exchange(read(1, 7));
    await clock.advance(1);
    await wake(5000, frame(1, 3, 1, 77));
    expect(await clock.until(call)).toEqual([77]);
    expect(line.statistics.units.get(1)?.timeouts).toBe(0);
  });

  it('takes each answer of many, each of which it was late for', async () => {
    const { clock, line, wake } = await standing({ timeout: 100 });
    for (let address = 1; address <= 5; address += 1) {
      const call = line.exchange(read(1, address));
      await clock.advance(1);
      await wake(200, frame(1, 3, 1, address));
      expect(await call).toEqual([address]);
    }
  });

  it('does not wait for ever for an answer that did not come', async () => {
    const { clock, line, wake } = await standing({ timeout: 100 });
    const call = rejection(line.exchange(read(1, 7)));
    await clock.advance(1);
    await wake(5000);
    expect(await clock.until(call)).toMatchObject({ code: 'no-reply' });
    expect(clock.now()).toBeLessThan(5010);
  });

  it('asks nothing before it has read the answer to a question that it gave up', async () => {
    const { clock, line, heard, b, wake } = await standing({ timeout: 100, lateWindow: 250 });
    const first = rejection(line.exchange(read(1, 7)));
    await clock.until(first);
    clock.standStill(5000);
    // Asked by whoever notices first that time has passed.
    const second = line.exchange(read(1, 8));
    await clock.advance(0);
    await b.write(frame(1, 3, 1, 77));
    await clock.advance(0);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)]);
    await wake(0, frame(1, 3, 1, 88));
    expect(await clock.until(second)).toEqual([88]);
  });

  it('and waits no longer for that answer when it has not come', async () => {
    const { clock, line, heard, wake } = await standing({ timeout: 100, lateWindow: 250 });
    await clock.until(rejection(line.exchange(read(1, 7))));
    clock.standStill(5000);
    const begun = clock.now();
    const second = line.exchange(read(1, 8));
    await clock.advance(10);
    expect(clock.now() - begun).toBeLessThanOrEqual(10);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)]);
    await wake(0, frame(1, 3, 1, 88));
    expect(await clock.until(second)).toEqual([88]);
  });

  it('puts an answer together of which it had read half', async () => {
    const { clock, line, b, wake } = await standing({ timeout: 10_000 });
    const call = line.exchange(read(1, 7));
    await clock.advance(1);
    const answer = frame(1, 3, 1, 77);
    await b.write(answer.subarray(0, 3));
    await wake(5000, answer.subarray(3));
    expect(await clock.until(call)).toEqual([77]);
    expect(line.statistics.noiseBytes).toBe(0);
  });

  it('answers a request of which it had read half, and keeps the connection', async () => {
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    let broken = 0;
    const responder = new Responder(b, {
      framing: toyFraming,
      clock,
      delay: 0,
      frameTimeout: 100,
      onBroken: () => {
        broken += 1;
      },
      answer: bytes => frame(1, 3, 1, bytes[2]!),
    });
    await responder.open();
    const heard = record();
    await a.open(heard.sink);
    const request = frame(1, 3, 7, 1);
    await a.write(request.subarray(0, 3));
    clock.standStill(5000);
    await clock.advance(0);
    await a.write(request.subarray(3));
    await clock.advance(1);
    expect([[...heard.bytes()], broken]).toEqual([[...frame(1, 3, 1, 7)], 0]);
    await responder.close();
  });
});
