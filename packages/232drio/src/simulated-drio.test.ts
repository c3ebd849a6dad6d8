import { memoryPair, Responder } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SimulatedDrioOptions, simulatedDrio } from './simulated-drio.js';

const CHARACTER = 10_000 / 9600;
const ascii = (text: string) => new TextEncoder().encode(text);

function make(options: SimulatedDrioOptions = {}) {
  const clock = new FakeClock();
  return { clock, unit: simulatedDrio({ clock, ...options }) };
}

describe('a simulated unit', () => {
  it('takes any number of bytes that come at once', async () => {
    const { clock, unit } = make();
    const { a, b } = memoryPair();
    const responder = new Responder(b, unit);
    await responder.open();
    await a.open({ data: () => undefined, closed: () => undefined });
    await clock.until(a.write(ascii('!0S\x01'.repeat(513))));
    await clock.advance(100);
    expect(unit.sets).toBe(513);
    await responder.close();
  });

  it('has both relays off after power-up, whatever was before', () => {
    const { unit } = make({ relays: { relay1: true, relay2: true } });
    expect(unit.relays).toEqual({ relay1: true, relay2: true });
    unit.answer(ascii('!0S'));
    unit.powerCycle();
    expect(unit.relays).toEqual({ relay1: false, relay2: false });
    expect(unit.answer(ascii('!0R'))).toEqual(Uint8Array.of(0));
  });

  it.each([
    ['!0R', 1],
    ['#0R', 2],
  ])('is deaf for as long as its answer to %s lasts', async (read, characters) => {
    const wait = 3 * CHARACTER + characters * CHARACTER;
    for (const [pause, heard] of [
      [wait - 0.01, false],
      [wait, true],
    ] as const) {
      const { clock, unit } = make({ delay: 3 });
      unit.answer(ascii(read));
      await clock.advance(3 + pause);
      expect(unit.answer(ascii('!0R'))).toEqual(heard ? Uint8Array.of(0) : undefined);
      expect(unit.lostBytes).toBe(heard ? 0 : 1);
    }
  });

  it('does not hear a command that follows a read without a pause', () => {
    const { unit } = make();
    expect(unit.answer(Uint8Array.of(...ascii('!0R!0S'), 3))).toEqual(Uint8Array.of(0));
    expect(unit.relays).toEqual({ relay1: false, relay2: false });
  });

  it('carries out sets that follow one another without a pause', () => {
    const { unit } = make();
    expect(unit.answer(ascii('!0S0!0S2!0S1!0R'))).toEqual(Uint8Array.of(1));
    expect(unit.sets).toBe(3);
  });

  it('drops a harsh set with a wrong complement, or carries it out when it is made to', () => {
    const damaged = Uint8Array.of(...ascii('#0S'), 3, 0xfd);
    const { unit } = make();
    expect(unit.answer(damaged)).toBe(undefined);
    expect(unit.relays).toEqual({ relay1: false, relay2: false });
    const { unit: careless } = make({ wrongComplement: 'execute' });
    careless.answer(damaged);
    expect(careless.relays).toEqual({ relay1: true, relay2: true });
  });

  it('carries out a normal set whose data byte was corrupted', () => {
    const { unit } = make();
    unit.answer(Uint8Array.of(...ascii('!0S'), 0xf2));
    expect(unit.relays).toEqual({ relay1: false, relay2: true });
  });

  it('begins anew at each lead byte', () => {
    expect(make().unit.answer(ascii('x!!0!0#0!1!0R'))).toEqual(Uint8Array.of(0));
    expect(make().unit.answer(ascii('!0#0R'))).toEqual(Uint8Array.of(0, 0xff));
  });

  it('takes the lead byte of the next command for the data of one that broke off', () => {
    const { unit } = make();
    unit.answer(ascii('!0S'));
    expect(unit.answer(ascii('!0R'))).toBe(undefined);
    expect(unit.relays).toEqual({ relay1: true, relay2: false });
  });

  it('does the same however the bytes are cut', () => {
    const alphabet = fc.constantFrom(...ascii('!#0RS'), 0, 1, 2, 3, 0xfc, 0xff);
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        // Characters that take no time, so that it is never deaf and pieces need no clock.
        const [whole, cut] = [make({ characterTime: 0 }).unit, make({ characterTime: 0 }).unit];
        const answers: number[] = [];
        for (let at = 0; at < bytes.length; at += size)
          answers.push(...(cut.answer(Uint8Array.from(bytes.slice(at, at + size))) ?? []));
        expect(answers).toEqual([...(whole.answer(Uint8Array.from(bytes)) ?? [])]);
        expect(cut.relays).toEqual(whole.relays);
      }),
    );
  });
});
