import { MemoryBank, rtuFraming } from '@bus/modbus';
import { modbusInstrument, type SimulatedInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { contextWith } from '../../../test/virtual-context.js';
import { scanRegisters } from './registers.js';

const target = { unit: 1, port: '/dev/ttyUSB1', timeout: 60, retries: 0 };
const stretch = (from: number, to: number) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, 1]));

function device(functions?: Set<number>) {
  const bank = new MemoryBank({
    holdingRegisters: { ...stretch(0, 9), ...stretch(40, 199) },
    inputRegisters: stretch(30, 31),
    coils: { 5: true },
  });
  return modbusInstrument({ unit: 1, bank, ...(functions === undefined ? {} : { functions }) });
}

async function scan(options: object, instrument: SimulatedInstrument, stopAt?: string) {
  const { context, trace } = contextWith(instrument);
  const controller = new AbortController();
  const scanning = scanRegisters(
    { ...target, ...options },
    { ...context, signal: controller.signal },
    ({ where }) => where === stopAt && controller.abort(),
  );
  const { events, summary } = await collect(scanning);
  const ranges = events.filter(event => event.event === 'range');
  return { ranges: ranges.map(({ event: _, ...range }) => range), summary, trace };
}

describe('looking for registers', () => {
  it('finds the ranges of every table', async () => {
    const { ranges, summary } = await scan({ to: 249 }, device());
    expect(ranges).toEqual([
      { table: 'holding', from: 0, to: 9, readable: true },
      { table: 'holding', from: 40, to: 199, readable: true },
      { table: 'input', from: 30, to: 31, readable: true },
      { table: 'coil', from: 5, to: 5, readable: true },
    ]);
    expect(summary).toMatchObject({ unit: 1, from: 0, to: 249, step: 1, complete: true, framing: 'rtu' });
    expect(summary.tables.map(({ addresses }) => addresses)).toEqual([170, 2, 1, 0]);
  });

  it('reads and does nothing else', async () => {
    const { trace } = await scan({ to: 20 }, device());
    const sent = trace.filter(({ kind }) => kind === 'request');
    expect(new Set(sent.map(({ bytes }) => bytes[1]))).toEqual(new Set([1, 2, 3, 4]));
  });

  it('asks one question of a table that the device does not know', async () => {
    const { summary } = await scan({ to: 249 }, device(new Set([3])));
    expect(summary.tables.map(({ supported, requests }) => [supported, requests > 1])).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });

  it('tells of addresses to which the device is silent, and does not call them absent', async () => {
    const whole = device();
    const silent: SimulatedInstrument = {
      unit: 1,
      framing: rtuFraming,
      answer: frame => {
        const first = frame[2]! * 256 + frame[3]!;
        return first + frame[5]! > 12 && first <= 14 ? undefined : whole.answer(frame);
      },
    };
    const { ranges } = await scan({ tables: ['holding'], to: 30 }, silent);
    expect(ranges).toEqual([
      { table: 'holding', from: 0, to: 9, readable: true },
      expect.objectContaining({
        from: 12,
        to: 14,
        readable: false,
        reason: expect.stringMatching('no answer'),
      }),
    ]);
  });

  it('fails when nobody answers, or nobody any more', async () => {
    const { context } = contextWith();
    await expect(collect(scanRegisters(target, context))).rejects.toMatchObject({ code: 'no-reply' });
    let left = 8;
    const whole = device();
    const dying: SimulatedInstrument = {
      unit: 1,
      framing: rtuFraming,
      answer: frame => {
        left -= 1;
        return left < 0 ? undefined : whole.answer(frame);
      },
    };
    await expect(scan({ tables: ['holding'] }, dying)).rejects.toMatchObject({ code: 'no-reply' });
  });

  it('gives what was found so far when it is given up', async () => {
    const { ranges, summary } = await scan({ tables: ['holding'], to: 249 }, device(), 'holding 20');
    expect(ranges).toEqual([{ table: 'holding', from: 0, to: 9, readable: true }]);
    expect(summary).toMatchObject({ complete: false });
    expect(summary.tables).toEqual([expect.objectContaining({ addresses: 10, complete: false })]);
  });

  it('refuses ranges that make no sense', async () => {
    await expect(collect(scanRegisters({ ...target, from: 5, to: 4 }))).rejects.toThrow('to must be');
    await expect(collect(scanRegisters({ ...target, step: 0 }))).rejects.toThrow('step must be');
  });
});
