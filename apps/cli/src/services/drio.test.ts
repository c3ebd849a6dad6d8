import { type SimulatedDrio, simulatedDrio } from '@bus/232drio';
import { formatHex } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../test/virtual-context.js';
import { drioRead, drioSet } from './drio.js';

const port = '/dev/ttyUSB1';
const BOTH_ON = { relay1: true, relay2: true };

/** A unit that hears no set. */
function stuck(unit: SimulatedDrio) {
  const answer = (bytes: Uint8Array) => (bytes.includes(0x53) ? undefined : unit.answer(bytes));
  return { unit: unit.unit, framing: unit.framing, answer };
}

describe('the drio service', () => {
  it('reads relays and input', async () => {
    const { context, made, lines } = contextWith(simulatedDrio({ input: true, relays: BOTH_ON }));
    expect(await drioRead({ port }, context)).toEqual({
      port,
      framing: '232drio',
      simulated: false,
      ...BOTH_ON,
      input: true,
      polarity: 'active-high',
      elapsed: expect.any(Number),
    });
    expect(made).toEqual([[port, { baudRate: 9600 }]]);
    expect(lines.map(({ description }) => description)).toEqual(['virtual 232drio, read']);
  });

  it('reads the input the other way round, with complements', async () => {
    const { context, trace } = contextWith(simulatedDrio({ input: true }));
    const result = await drioRead({ port, harsh: true, polarity: 'active-low' }, context);
    expect(result).toMatchObject({ framing: '232drio-harsh', input: false, polarity: 'active-low' });
    expect(trace.map(({ bytes }) => formatHex(bytes))).toEqual(['23 30 52', '04 FB']);
  });

  it('switches one relay and leaves the other', async () => {
    const unit = simulatedDrio({ relays: BOTH_ON });
    const { context } = contextWith(unit);
    expect(await drioSet({ port, relay1: false }, context)).toMatchObject({ relay1: false, relay2: true });
    expect(unit.relays).toEqual({ relay1: false, relay2: true });
    expect(await drioSet({ port, relay2: false, harsh: true }, context)).toMatchObject({ relay2: false });
    expect(unit.relays).toEqual({ relay1: false, relay2: false });
  });

  it('switches both at once', async () => {
    const unit = simulatedDrio();
    const { context } = contextWith(unit);
    await drioSet({ port, ...BOTH_ON }, context);
    expect({ relays: unit.relays, sets: unit.sets }).toEqual({ relays: BOTH_ON, sets: 1 });
  });

  it('fails when the relays are not as ordered', async () => {
    const { context } = contextWith(stuck(simulatedDrio()));
    const setting = drioSet({ port, ...BOTH_ON }, context);
    await expect(setting).rejects.toMatchObject({ name: 'RelayMismatchError', code: 'wrong-echo' });
  });

  it('waits as long as it is told, or as short as the unit allows', async () => {
    const { context } = contextWith();
    const silent = (options: object) => drioRead({ port, retries: 0, ...options }, context);
    await expect(silent({})).rejects.toThrow('no answer within 120 ms');
    await expect(silent({ timeout: 50 })).rejects.toThrow('no answer within 70 ms');
  });

  it.each([
    ['no relay', {}],
    ['a time-out of nothing', { relay1: true, timeout: 0 }],
    ['another kind of simulated line', { relay1: true, port: 'sim:' }],
  ])('refuses %s before the port is opened', async (_, options) => {
    const { context, lines } = contextWith(simulatedDrio());
    await expect(drioSet({ port, ...options }, context)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(lines).toEqual([]);
  });

  it('marks what the simulated unit says', async () => {
    const { context } = contextWith();
    const result = await drioRead({ port: 'sim:drio' }, context);
    expect(result).toMatchObject({ simulated: true, relay1: false, relay2: false, input: true });
  });
});
