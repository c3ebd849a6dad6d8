import { simulatedDigital } from '@bus/dcon';
import { TransportError } from '@bus/line';
import { asciiFraming, MemoryBank, rtuFraming } from '@bus/modbus';
import { modbusInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { serialWorld } from '../../../test/serial-world.js';
import { scanLine } from './line.js';
import { lineCandidates } from './line-candidates.js';

const port = '/dev/ttyUSB1';
const quick = { port, timeout: 60, listen: 5 };
const bank = new MemoryBank({ holdingRegisters: { 0: 7 } });
const rtu = modbusInstrument({ unit: 1, bank });
const evenParity = { baudRate: 19_200, dataBits: 8, parity: 'even', stopBits: 1 } as const;

describe('the candidates for a line', () => {
  it('begin with the usual ones, and with the speed that is set', () => {
    const names = lineCandidates(undefined, undefined, undefined).map(
      ({ baud, format }) => `${baud}-${format}`,
    );
    expect(names.slice(0, 4)).toEqual(['9600-8N1', '19200-8N1', '9600-8E1', '38400-8N1']);
    expect(new Set(names).size).toBe(40);
    expect(lineCandidates(undefined, undefined, 57_600)[0]).toMatchObject({ baud: 57_600, format: '8N1' });
  });

  it('are those that were asked for', () => {
    expect(lineCandidates([2400], ['8e2'], 9600)).toEqual([
      { baud: 2400, format: '8E2', dataBits: 8, parity: 'even', stopBits: 2 },
    ]);
    expect(() => lineCandidates(undefined, ['8X1'], undefined)).toThrow("'8X1' is no format");
  });
});

describe('finding out how a line speaks', () => {
  it('asks with one setting after the other until a unit answers', async () => {
    const { context, opened } = serialWorld({ format: evenParity, instruments: [rtu] });
    const { events, summary } = await collect(scanLine({ ...quick, bauds: [9600, 19_200] }, context));
    expect(events).toEqual([
      {
        ...{ event: 'speaks', baud: 19_200, format: '8E1', framing: 'rtu', evidence: 'answered' },
        ...{ unit: 1, frames: 3, sure: 'certain' },
      },
      summary,
    ]);
    expect(opened).toEqual(['9600-8N1', '19200-8N1', '9600-8E1', '19200-8E1']);
    expect(summary).toMatchObject({ tried: 4, traffic: false, complete: true });
    expect(summary.notes.join()).toMatch(/stop bits cannot be told/);
  });

  it.each([
    ['ascii', modbusInstrument({ unit: 1, bank, framing: asciiFraming() }), 1],
    ['dcon', simulatedDigital('7044', { address: 1 }), 1],
    ['dcon+checksum', simulatedDigital('7044', { address: 1, checksum: true }), 1],
  ] as const)('recognises %s', async (framing, instrument, unit) => {
    const format = { ...evenParity, parity: 'none', baudRate: 9600 } as const;
    const { context } = serialWorld({ format, instruments: [instrument] });
    const { summary } = await collect(scanLine({ ...quick, bauds: [9600], formats: ['8N1'] }, context));
    expect(summary.found).toEqual([expect.objectContaining({ framing, unit, sure: 'certain' })]);
  });

  it('listens to others, and then sends nothing', async () => {
    const talk = [1, 2, 3].flatMap(unit => [
      ...rtuFraming.wrap(unit, Uint8Array.of(3, 0, 0, 0, 1)),
      ...rtuFraming.wrap(unit, Uint8Array.of(3, 2, 0x12, 0x34 + unit)),
    ]);
    const { context, sent } = serialWorld({ format: evenParity, traffic: Uint8Array.from(talk) });
    const { events, summary } = await collect(
      scanLine({ ...quick, listen: 20, bauds: [9600, 19_200] }, context),
    );
    expect(sent).toEqual([]);
    expect(summary.found).toEqual([
      expect.objectContaining({ format: '8E1', evidence: 'overheard', frames: 6, sure: 'certain' }),
    ]);
    expect(events[0]).toMatchObject({ event: 'unreadable', baud: 9600, findings: [expect.anything()] });
    expect(summary.notes.join()).toMatch(/nothing was sent/);
  });

  it('says what to try when nobody answers', async () => {
    const { context } = serialWorld({ format: evenParity });
    const { summary } = await collect(scanLine({ ...quick, bauds: [9600], formats: ['8N1'] }, context));
    expect(summary).toMatchObject({ found: [], tried: 1, complete: true });
    expect(summary.notes.join()).toMatch(/--units/);
  });

  it('leaves out what the port cannot do, and fails when that is all', async () => {
    const { context } = serialWorld({ format: { ...evenParity, parity: 'none' }, instruments: [rtu] });
    const { makeTransport } = context;
    const refusing = (url: string, options: object) => ({
      ...makeTransport!(url, options),
      ...('parity' in options && options.parity !== 'none'
        ? { open: () => Promise.reject(new TransportError('open-failed', 'no parity here')) }
        : {}),
    });
    const world = { ...context, makeTransport: refusing };
    const options = { ...quick, bauds: [19_200], formats: ['8E1', '8N1'] };
    const { events } = await collect(scanLine(options, world));
    expect(events.map(({ event }) => event)).toEqual(['skipped', 'speaks', 'summary']);
    await expect(collect(scanLine({ ...options, formats: ['8E1'] }, world))).rejects.toThrow(
      'no parity here',
    );
  });

  it('gives what was found so far when it is given up', async () => {
    const { context } = serialWorld({ format: evenParity });
    const controller = new AbortController();
    const scanning = scanLine(quick, { ...context, signal: controller.signal }, ({ done }) => {
      if (done === 1) controller.abort();
    });
    expect((await collect(scanning)).summary).toMatchObject({ complete: false, tried: 1, candidates: 40 });
  });

  it('is for serial ports', async () => {
    await expect(collect(scanLine({ port: 'sim:' }))).rejects.toThrow('sim: is no serial port');
  });
});
