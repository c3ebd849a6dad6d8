import { simulatedDigital } from '@bus/dcon';
import { MemoryBank, rtuFraming } from '@bus/modbus';
import { modbusInstrument, type SimulatedInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { inPassingTime } from '../../../test/passing-time.js';
import { contextWith } from '../../../test/virtual-context.js';
import type { Progress } from './scan-progress.js';
import { scanUnits } from './units.js';

const quick = { port: '/dev/ttyUSB1', timeout: 40 };
const bank = () => new MemoryBank({ holdingRegisters: { 0: 7 } });

/** A device that answers these functions and is silent to all others. */
function silentBut(unit: number, ...functions: number[]): SimulatedInstrument {
  const device = modbusInstrument({ unit, bank: bank() });
  return {
    unit,
    framing: rtuFraming,
    answer: frame => {
      if (frame[1] === 17 && frame[0] === unit && functions.includes(17))
        return rtuFraming.wrap(unit, Uint8Array.of(17, 2, 5, 0xff));
      return functions.includes(frame[1]!) ? device.answer(frame) : undefined;
    },
  };
}

/** A device whose answers are damaged. */
function damaged(unit: number): SimulatedInstrument {
  const device = modbusInstrument({ unit, bank: bank() });
  return {
    unit,
    framing: rtuFraming,
    answer: frame => device.answer(frame)?.map((byte, index) => (index === 4 ? byte ^ 0x55 : byte)),
  };
}

async function scan(options: object, ...instruments: SimulatedInstrument[]) {
  const world = contextWith(...instruments);
  const { events, summary } = await inPassingTime(() =>
    collect(scanUnits({ ...quick, ...options }, world.context)),
  );
  expect(events.at(-1)).toBe(summary);
  const told = events.filter(event => event.event !== 'summary');
  return { events: told, summary, trace: world.trace };
}

describe('looking for units', () => {
  it('finds who answers with a value, and who only refuses', async () => {
    const { events, summary } = await scan(
      { units: '1-4', protocol: 'modbus' },
      modbusInstrument({ unit: 2, bank: bank() }),
      modbusInstrument({ unit: 3, bank: new MemoryBank() }),
    );
    expect(events).toEqual([
      expect.objectContaining({ event: 'found', unit: 2, asked: 'holding', late: false }),
      expect.objectContaining({ event: 'found', unit: 3, asked: 'holding', exceptionCode: 2 }),
    ]);
    expect(events[0]).toHaveProperty('roundTrip', expect.any(Number));
    expect(summary).toMatchObject({ found: 2, problems: 0, asked: 4, strangers: 0, complete: true });
  });

  it('finds devices that are silent to what they do not know', async () => {
    const devices = [silentBut(5, 17), silentBut(6, 4), silentBut(7, 43)];
    const { events } = await scan({ units: '5-8', protocol: 'modbus' }, ...devices);
    expect(events.map(event => [event.unit, 'asked' in event && event.asked])).toEqual([
      [5, 'server-id'],
      [6, 'input'],
      [7, 'identification'],
    ]);
    const hasty = await scan({ units: '5-8', protocol: 'modbus', quick: true }, ...devices);
    expect(hasty.events).toEqual([]);
  });

  it('sends nothing but reads and questions of identity', async () => {
    const { trace } = await scan({ units: '1-3', addresses: '02-03' });
    const sent = trace.filter(({ kind }) => kind === 'request').map(({ bytes }) => bytes);
    const modbus = sent.filter(bytes => bytes[0]! < 4);
    expect(modbus).toHaveLength(12);
    expect(new Set(modbus.map(bytes => bytes[1]))).toEqual(new Set([3, 17, 4, 43]));
    const dcon = sent.filter(bytes => bytes[0]! >= 4).map(bytes => String.fromCharCode(...bytes));
    expect(dcon).toHaveLength(4);
    expect(dcon.filter(text => !/^\$0[23]M([0-9A-F]{2})?\r$/.test(text))).toEqual([]);
  });

  it('takes answers that are damaged each time for two devices, where others answer soundly', async () => {
    const { events, summary } = await scan(
      { units: '1-4', protocol: 'modbus' },
      modbusInstrument({ unit: 1, bank: bank() }),
      damaged(3),
    );
    expect(events[1]).toMatchObject({
      event: 'problem',
      unit: 3,
      code: 'checksum',
      attempts: { sound: 0, damaged: 4, silent: 0 },
      guess: 'two devices with this address',
      sure: 'likely',
      heard: expect.stringMatching(/^03 03 02/),
    });
    expect(summary).toMatchObject({ found: 1, problems: 1 });
  });

  it('is not as sure when nobody answers soundly', async () => {
    const { events } = await scan({ units: '3', protocol: 'modbus' }, damaged(3));
    expect(events[0]).toMatchObject({ event: 'problem', sure: 'possible' });
  });

  it('notices that two answers come to one question', async () => {
    const { events } = await scan(
      { units: '1-2', protocol: 'modbus' },
      modbusInstrument({ unit: 1, bank: bank() }),
      modbusInstrument({ unit: 1, bank: new MemoryBank({ holdingRegisters: { 0: 8 } }), delay: 5 }),
    );
    expect(events).toEqual([
      expect.objectContaining({ event: 'found', unit: 1 }),
      expect.objectContaining({ event: 'problem', unit: 1, code: 'answered-twice', sure: 'likely' }),
    ]);
  });

  it('finds a unit that answers too late, and says so', async () => {
    const { events, summary } = await scan(
      { units: '1-3', protocol: 'modbus', timeout: 20 },
      modbusInstrument({ unit: 1, bank: bank(), delay: 30 }),
    );
    expect(events).toEqual([expect.objectContaining({ event: 'found', unit: 1, late: true })]);
    expect(events[0]).not.toHaveProperty('roundTrip');
    expect(summary.notes.join()).toMatch(/answer later/);
  });

  it('finds DCON modules, with and without a checksum', async () => {
    const { events } = await scan(
      { protocol: 'dcon', addresses: '02-0A' },
      simulatedDigital('7044', { address: 2 }),
      simulatedDigital('7060', { address: 10, checksum: true }),
    );
    expect(events).toEqual([
      expect.objectContaining({ protocol: 'dcon', unit: 2, address: '02', name: '7044', checksum: false }),
      expect.objectContaining({ protocol: 'dcon', unit: 10, address: '0A', name: '7060', checksum: true }),
    ]);
  });

  it('gives what was found so far when it is given up', async () => {
    const { context } = contextWith(modbusInstrument({ unit: 1, bank: bank() }));
    const controller = new AbortController();
    const steps: Progress[] = [];
    const { events, summary } = await collect(
      scanUnits(
        { ...quick, units: '1-9', protocol: 'modbus' },
        { ...context, signal: controller.signal },
        step => {
          steps.push(step);
          if (step.where === 'unit 4') controller.abort();
        },
      ),
    );
    expect(events[0]).toMatchObject({ event: 'found', unit: 1 });
    expect(summary).toMatchObject({ found: 1, asked: 4, complete: false });
    expect(steps.at(-1)).toMatchObject({ done: 3, total: 36, found: 1 });
  });

  it('refuses ranges that make no sense', async () => {
    const { context } = contextWith();
    await expect(collect(scanUnits({ ...quick, units: '0-5' }, context))).rejects.toThrow('from 1 to 247');
    const dcon = scanUnits({ port: 'tcp://127.0.0.1', protocol: 'dcon' }, context);
    await expect(collect(dcon)).rejects.toThrow('Modbus TCP');
  });
});
