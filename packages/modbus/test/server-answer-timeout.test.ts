import { describe, expect, it } from 'vitest';
import { readInputRegisters, ServerUnit, writeSingleRegister } from '../src/index.js';
import { serving } from './support/server-scene.js';

/** A unit whose reads never end, and whose writes end when they are told to. */
function slow() {
  let finish: () => void = () => undefined;
  const unit = new ServerUnit();
  unit.handle(readInputRegisters, () => new Promise(() => undefined));
  unit.handle(writeSingleRegister, request => {
    return new Promise(resolve => {
      finish = () => resolve(request);
    });
  });
  return { unit, finish: () => finish() };
}

describe('a handler that takes longer than it may', () => {
  it.each(['rtu', 'tcp'] as const)(
    'is answered for with exception 4 over %s, and what waits behind it goes on',
    async framing => {
      const { unit } = slow();
      const scene = await serving(framing, { units: { 1: unit }, answerTimeout: 300 });
      expect(await scene.askPdu(1, 4, 0, 0, 0, 1)).toEqual([0x84, 4]);
      expect(await scene.askPdu(1, 4, 0, 0, 0, 1)).toEqual([0x84, 4]);
      expect(scene.errors).toMatchObject([{ message: expect.stringContaining('300 ms') }, {}]);
      await scene.server.close();
    },
  );

  it('says nothing more when it comes to its end after all', async () => {
    const { unit, finish } = slow();
    const scene = await serving('rtu', { units: { 1: unit }, answerTimeout: 300 });
    expect(await scene.askPdu(1, 6, 0, 0, 0, 1)).toEqual([0x86, 4]);
    finish();
    await scene.clock.advance(1000);
    expect(scene.heard()).toEqual([]);
    await scene.server.close();
  });

  it('is waited for when there is no limit, and within it', async () => {
    for (const limit of [{}, { answerTimeout: 2000 }]) {
      const { unit, finish } = slow();
      const scene = await serving('rtu', { units: { 1: unit }, ...limit });
      expect(await scene.askPdu(1, 6, 0, 0, 0, 1)).toBeUndefined();
      finish();
      await scene.clock.advance(100);
      expect(scene.heard()).toHaveLength(1);
      await scene.server.close();
    }
  });

  it('does not hold a line up after a broadcast', async () => {
    const { unit } = slow();
    const scene = await serving('rtu', { units: { 1: unit }, answerTimeout: 300 });
    expect(await scene.askPdu(0, 6, 0, 0, 0, 1)).toBeUndefined();
    expect(await scene.askPdu(1, 3, 0, 0, 0, 1)).toEqual([0x83, 2]);
    await scene.server.close();
  });

  it('is counted as refused once, however it ends', async () => {
    const { unit, finish } = slow();
    const scene = await serving('rtu', { units: { 1: unit }, answerTimeout: 300 });
    const counters = scene.served.counters(1);
    const counted = () => ({ exceptions: counters.counter(13), events: counters.eventCount });
    await scene.askPdu(1, 6, 0, 0, 0, 1);
    expect(counted()).toEqual({ exceptions: 1, events: 0 });
    expect(counters.events).toEqual([0x42, 0x80]);
    finish();
    await scene.clock.advance(1000);
    expect(counted()).toEqual({ exceptions: 1, events: 0 });
    await scene.askPdu(0, 6, 0, 0, 0, 1);
    expect(counted()).toEqual({ exceptions: 2, events: 0 });
    expect(counters.counter(15)).toBe(1);
    await scene.server.close();
  });

  it('is answered for also where the one who is told of it fails', async () => {
    const { unit } = slow();
    const onError = () => {
      throw new Error('a mistake in the listener');
    };
    const scene = await serving('tcp', { units: { 1: unit }, answerTimeout: 300, onError });
    expect(await scene.askPdu(1, 4, 0, 0, 0, 1)).toEqual([0x84, 4]);
    await scene.server.close();
  });

  it('has a limit that makes sense', async () => {
    await expect(serving('rtu', { units: { 1: new ServerUnit() }, answerTimeout: 0 })).rejects.toThrow(
      /answerTimeout/,
    );
  });
});
