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

  it('has a limit that makes sense', async () => {
    await expect(serving('rtu', { units: { 1: new ServerUnit() }, answerTimeout: 0 })).rejects.toThrow(
      /answerTimeout/,
    );
  });
});
