import { simulatedDigital } from '@bus/dcon';
import { MemoryBank, rtuFraming } from '@bus/modbus';
import { modbusInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { collect } from '../../test/collect.js';
import { contextWith } from '../../test/virtual-context.js';
import { formatPingEvent } from '../format-ping.js';
import { percentile } from '../percentile.js';
import { ping } from './ping.js';

const quick = { port: '/dev/ttyUSB1', timeout: 60, every: 0, count: 4 };
const device = modbusInstrument({ unit: 1, bank: new MemoryBank({ holdingRegisters: { 0: 7 } }) });

describe('a percentile', () => {
  it('is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.9, 0.99, 1].map(share => percentile(values, share))).toEqual([50, 90, 99, 100]);
    expect(percentile([7], 0.5)).toBe(7);
  });
});

describe('ping', () => {
  it('measures round trips by unit', async () => {
    const { context } = contextWith(device, simulatedDigital('7044', { address: 2 }));
    const { events, summary } = await collect(
      ping({ ...quick, timeout: 1000, every: 120, units: '1', dcon: '02' }, context),
    );
    expect(events.filter(({ event }) => event === 'lost')).toEqual([]);
    expect(events[0]).toMatchObject({ event: 'reply', unit: 1, number: 1, roundTrip: expect.any(Number) });
    expect(summary).toMatchObject({ event: 'summary', complete: true, request: 'holding' });
    expect(summary.units).toEqual([
      expect.objectContaining({ protocol: 'modbus', unit: 1, sent: 4, answered: 4, loss: 0 }),
      expect.objectContaining({ protocol: 'dcon', unit: 2, address: '02', sent: 4, answered: 4 }),
    ]);
    const { min, p50, p90, p99, max } = summary.units[0]!.roundTrip!;
    expect([min, p50, p90, p99, max]).toEqual([min, p50, p90, p99, max].toSorted((a, b) => a - b));
  });

  it('counts what is lost and what is damaged, and never asks twice', async () => {
    let asked = 0;
    const flaky = {
      unit: 1,
      framing: rtuFraming,
      answer: (frame: Uint8Array) => {
        asked += 1;
        const answer = device.answer(frame);
        if (asked === 1) return undefined;
        return asked < 4 ? answer?.map((byte, index) => (index === 3 ? byte ^ 1 : byte)) : answer;
      },
    };
    const { events, summary } = await collect(ping({ ...quick, units: '1' }, contextWith(flaky).context));
    expect(events.map(event => ('code' in event ? event.code : event.event))).toEqual([
      'no-reply',
      'checksum',
      'checksum',
      'reply',
      'summary',
    ]);
    expect(events.slice(0, 2).flatMap(event => formatPingEvent(event))).toEqual([
      'unit 1  1  no answer within 60 ms',
      'unit 1  2  the answer came with a wrong checksum',
    ]);
    expect(summary.units[0]).toMatchObject({ sent: 4, answered: 1, silent: 1, damaged: 2, loss: 75 });
    expect(asked).toBe(4);
  });

  it('takes a refusal for an answer', async () => {
    const { context } = contextWith(modbusInstrument({ unit: 1, bank: new MemoryBank() }));
    const { events, summary } = await collect(ping({ ...quick, count: 1, units: '1' }, context));
    expect(events[0]).toMatchObject({ event: 'reply', exceptionCode: 2 });
    expect(summary.units[0]).toMatchObject({ answered: 1, loss: 0 });
  });

  it('asks only what changes nothing', async () => {
    const { context, trace } = contextWith(device);
    await collect(ping({ ...quick, count: 1, units: '1', request: 'server-id' }, context));
    expect(trace.filter(({ kind }) => kind === 'request').map(({ bytes }) => [...bytes])).toEqual([
      [1, 17, 0xc0, 0x2c],
    ]);
  });

  it('gives its statistics when it is ended', async () => {
    const { context } = contextWith(device);
    const controller = new AbortController();
    const pinging = ping(
      { ...quick, units: '1', count: Number.POSITIVE_INFINITY },
      { ...context, signal: controller.signal },
    );
    await pinging.next();
    controller.abort();
    const { summary } = await collect(pinging);
    expect(summary).toMatchObject({ complete: false });
    expect(summary.units[0]!.answered).toBeGreaterThanOrEqual(1);
  });

  it('wants to know whom to ask', async () => {
    await expect(collect(ping(quick))).rejects.toThrow('nobody is named');
  });
});
