import { Line } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { FRAMINGS, hexFrame } from '../support/framings.js';
import { rejection, scene } from '../support/scene.js';

const ask = (address: number, quantity = 1) => [3, 0, address, 0, quantity];
const tell = (value: number) => [3, 2, value >> 8, value & 255];

describe.each(FRAMINGS)('late answers, %s', framing => {
  it('F1: the answer that comes 50 ms after the time-out never answers the next question', async () => {
    const { clock, peer, unit, adu, kinds } = scene(framing, { timeout: 100, inFlight: 1 });
    peer
      .expect(adu(1, ask(7), 0), [150, adu(1, tell(0x7777), 0)])
      .expect(adu(1, ask(8), 1), [70, adu(1, tell(0x8888), 1)]);
    const first = rejection(unit().readRegister(7));
    const second = unit().readRegister(8);
    expect(await clock.until(first)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(second)).toBe(0x8888);
    expect(kinds().filter(kind => kind === 'late')).toHaveLength(1);
    expect(peer.done).toBe(true);
  });

  it('F2: one delayed answer costs exactly one of 1,001 calls', async () => {
    const { clock, peer, unit, adu } = scene(framing, { timeout: 100 });
    for (let index = 0; index <= 1000; index += 1) {
      const delay = index === 3 ? 180 : 5;
      peer.expect(adu(1, ask(index & 127), index), [delay, adu(1, tell(index), index)]);
    }
    let errors = 0;
    for (let index = 0; index <= 1000; index += 1) {
      const value = await clock.until(
        unit()
          .readRegister(index & 127)
          .catch(() => undefined),
      );
      if (value === undefined) errors += 1;
      else expect(value).toBe(index);
    }
    expect(errors).toBe(1);
  });

  it('F40: a unit is answered right after an absent one was asked', async () => {
    const { clock, peer, unit, adu } = scene(framing, { timeout: 50 });
    peer.expect(adu(2, ask(7), 0)).expect(adu(1, ask(7), 1), [5, adu(1, tell(11), 1)]);
    const absent = rejection(unit(2).readRegister(7));
    await clock.until(absent);
    expect(await clock.until(unit(1).readRegister(7))).toBe(11);
    expect(clock.now()).toBe(55);
  });

  it('F48: a write that timed out is not applied twice, unless the caller allows it', async () => {
    const { clock, peer, unit, adu } = scene(framing, { timeout: 100, retries: 5 });
    const write = [6, 0, 1, 0, 5];
    peer.expect(adu(1, write, 0));
    const error = await clock.until(rejection(unit().writeRegister(1, 5, { fc: 6 })));
    expect(error).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true, attempt: 1 } });
    expect(peer.written).toHaveLength(1);
    await clock.advance(1000);
    peer.expect(adu(1, write, 1)).expect(adu(1, write, 2), [5, adu(1, write, 2)]);
    await clock.until(unit().writeRegister(1, 5, { fc: 6, repeatable: true }));
    expect(peer.written).toHaveLength(3);
  });
});

describe('time-outs', () => {
  it('F3: a time-out below the latency that was seen is named, and the default is above 500 ms', async () => {
    const { clock, peer, unit, adu, line } = scene('rtu', { timeout: 300 });
    for (let index = 0; index < 20; index += 1)
      peer.expect(adu(1, ask(index)), [250 + 15 * index, adu(1, tell(index))]);
    const errors: unknown[] = [];
    for (let index = 0; index < 20; index += 1) {
      const outcome = await clock.until(
        unit()
          .readRegister(index)
          .catch((error: unknown) => error),
      );
      if (outcome instanceof Error) errors.push(outcome);
      else expect(outcome).toBe(index);
    }
    expect(errors.length).toBeGreaterThan(10);
    expect(errors.at(-1)).toMatchObject({
      code: 'no-reply',
      hint: expect.stringContaining('allow more than 300 ms'),
    });
    expect(line.statistics.units.get(1)?.late).toBeGreaterThan(10);
    expect(new Line(peer).timeout).toBeGreaterThan(500);
  });

  it('F18: a silent device fails within the default time-out and its one repeat', async () => {
    for (const framing of FRAMINGS) {
      const { clock, unit } = scene(framing, { retries: 1 });
      expect(await clock.until(rejection(unit().readRegister(1)))).toMatchObject({ code: 'no-reply' });
      expect(clock.now()).toBe(2000);
    }
  });

  it('F19: the time-out runs until the answer, not until the write, and ends with the answer', async () => {
    for (const framing of FRAMINGS) {
      const { clock, peer, line, unit } = scene(framing);
      peer.expect(hexFrame(framing, 1, ask(1)), [900, hexFrame(framing, 1, tell(7))]);
      const call = unit().readRegister(1);
      await clock.advance(899);
      expect(clock.pending).toBeGreaterThan(1);
      expect(await clock.until(call)).toBe(7);
      // One timer serves all time-outs: it finds nothing to do, and is not set again.
      expect(clock.pending).toBeLessThanOrEqual(1);
      await clock.advance(100);
      expect(clock.pending).toBe(0);
      expect(line.statistics.units.get(1)).toMatchObject({ sent: 1, answered: 1, timeouts: 0 });
    }
  });
});
