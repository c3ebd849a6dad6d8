import { simulatedDigital } from '@bus/dcon';
import { memoryPair } from '@bus/line';
import { MemoryBank, ModbusServer, rtuFraming, ServerUnit } from '@bus/modbus';
import type { SimulatedInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../test/virtual-context.js';
import { identify } from './identify.js';

const quick = { port: '/dev/ttyUSB1', timeout: 80, retries: 0 };
const text = (content: string) => [...new TextEncoder().encode(content)];

/** A device with answers by request; it refuses every other request, or is silent to it. */
function device(
  answers: Record<string, number[]>,
  others: 'refused' | 'silent' = 'refused',
): SimulatedInstrument {
  return {
    unit: 1,
    framing: rtuFraming,
    answer: frame => {
      const { unit, pdu } = rtuFraming.unwrap(frame);
      if (unit !== 1) return undefined;
      const answer = answers[[...pdu].join(' ')];
      if (answer !== undefined) return rtuFraming.wrap(1, Uint8Array.from(answer));
      return others === 'refused' ? rtuFraming.wrap(1, Uint8Array.of(pdu[0]! | 0x80, 1)) : undefined;
    },
  };
}

const object = (id: number, value: string) => [id, value.length, ...text(value)];
const basic = [43, 14, 1, 0x82, 0, 0, 2, ...object(0, 'Acme'), ...object(1, 'OV-7')];
const regular = [43, 14, 2, 0x82, 0, 0, 1, ...object(4, 'Oven')];

describe('identifying a device', () => {
  it('asks for every level that the device has, and for its server id', async () => {
    const instrument = device({
      '43 14 1 0': basic,
      '43 14 2 0': regular,
      '17': [17, 4, 0x2a, 0xff, 0x01, 0x02],
    });
    const result = await identify({ ...quick, unit: 1 }, contextWith(instrument).context);
    expect(result).toMatchObject({ framing: 'rtu', unit: 1, device: 'Acme OV-7 Oven', simulated: false });
    expect(result.facts).toEqual([
      { name: 'vendor', value: 'Acme' },
      { name: 'product code', value: 'OV-7' },
      { name: 'product', value: 'Oven' },
      { name: 'server id', value: '2A FF 01 02' },
      { name: 'run indicator, if the id is one byte', value: 'on' },
    ]);
    expect(result.answers.map(({ asked, outcome }) => `${asked}: ${outcome}`)).toEqual([
      'function 17: answered',
      'function 43/14, basic: answered',
      'function 43/14, regular: answered',
    ]);
  });

  it('asks for single objects where a whole level is refused', async () => {
    const instrument = device({
      '43 14 1 0': basic,
      '43 14 4 5': [43, 14, 4, 0x82, 0, 0, 1, ...object(5, 'M2')],
    });
    const { facts, answers } = await identify({ ...quick, unit: 1 }, contextWith(instrument).context);
    expect(facts).toContainEqual({ name: 'model', value: 'M2' });
    expect(answers).toContainEqual(
      expect.objectContaining({ asked: 'function 43/14, regular', outcome: 'refused' }),
    );
  });

  it('says what was refused and what was not answered', async () => {
    const refusing = await identify({ ...quick, unit: 1 }, contextWith(device({})).context);
    expect(refusing.facts).toEqual([]);
    expect(refusing).not.toHaveProperty('device');
    expect(refusing.answers.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    const half = device({ '17': [17, 2, 7, 0] }, 'silent');
    const { answers, facts } = await identify({ ...quick, unit: 1 }, contextWith(half).context);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['answered', 'silent']);
    expect(facts.at(-1)).toEqual({ name: 'run indicator, if the id is one byte', value: 'off' });
  });

  it('fails when nobody answers', async () => {
    const { context } = contextWith();
    await expect(identify({ ...quick, unit: 1 }, context)).rejects.toMatchObject({ code: 'no-reply' });
    await expect(identify({ ...quick, dcon: '02' }, context)).rejects.toMatchObject({ code: 'no-reply' });
  });

  it('agrees with our own server', async () => {
    const unit = new ServerUnit({
      bank: new MemoryBank({}),
      identification: { vendorName: 'Acme', productCode: 'BUS-1', revision: 'V1.2', objects: { 128: 'own' } },
      serverId: Uint8Array.of(1, 0xff),
    });
    const server = new ModbusServer({ units: { 1: unit } });
    const wire = memoryPair();
    await server.serve(wire.b);
    const { context } = contextWith();
    const result = await identify({ ...quick, unit: 1 }, { ...context, makeTransport: () => wire.a });
    expect(result.device).toBe('Acme BUS-1 V1.2');
    expect(result.facts).toContainEqual({ name: 'object 128', value: 'own' });
    await server.close();
  });

  it('asks DCON modules for name, firmware and configuration, whatever their checksum', async () => {
    const plain = contextWith(simulatedDigital('7044', { address: 2 })).context;
    const result = await identify({ ...quick, dcon: '02' }, plain);
    expect(result).toMatchObject({ framing: 'dcon', unit: 2, address: '02' });
    expect(result.facts).toContainEqual({ name: 'model', value: 'I-7044' });
    expect(result.answers.map(({ asked }) => asked)).toEqual(['$02M', '$02F', '$022']);
    const checked = contextWith(simulatedDigital('7060', { address: 10, checksum: true })).context;
    expect(await identify({ ...quick, dcon: '0A' }, checked)).toMatchObject({ framing: 'dcon+checksum' });
  });

  it('wants to know whom to ask', async () => {
    await expect(identify(quick)).rejects.toThrow('not clear whom');
    await expect(identify({ ...quick, unit: 1, dcon: '02' })).rejects.toThrow('not clear whom');
  });
});
