import { Line, type Transport, UsageError } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { MemoryBank } from '@bus/modbus';
import { modbusInstrument as simulatedDevice, standardDrioLine, standardLine, VirtualLine } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import type { InstrumentSettings, RegisterPoint } from '../settings/server-settings.js';
import { makeInstrument } from './make-instrument.js';

const dcon = (
  address: number,
  model: string,
  more: Partial<InstrumentSettings> = {},
): InstrumentSettings => ({
  id: 'module',
  line: 'rs485',
  protocol: 'dcon',
  address,
  model,
  ...more,
});
const modbus = (more: Partial<InstrumentSettings>): InstrumentSettings => ({
  id: 'device',
  line: 'rs485',
  protocol: 'modbus',
  address: 1,
  ...more,
});
const drio: InstrumentSettings = { id: 'drio', line: 'rs232', protocol: '232drio' };

/** An instrument on a line in simulated time. */
function bench(settings: InstrumentSettings, transport: Transport, clock: FakeClock) {
  const line = new Line(transport, { clock, timeout: 200, retries: 0 });
  const instrument = makeInstrument(settings);
  const sent: string[] = [];
  line.on('trace', ({ kind, bytes }) => {
    if (kind === 'request') sent.push(String.fromCharCode(...bytes).trim());
  });
  return {
    sent,
    instrument,
    read: () => clock.until(instrument.read(line)),
    write: (point: string, value: number | boolean) => clock.until(instrument.write(line, point, value)),
  };
}

function onStandardLine(settings: InstrumentSettings) {
  const clock = new FakeClock();
  const standard = standardLine({ baudRate: 19_200, clock });
  return { ...standard, ...bench(settings, standard.virtual.transport(), clock) };
}

describe('an I-7044', () => {
  it('has the outputs and inputs that stand on its label', async () => {
    const { instrument, modules, read } = onStandardLine(dcon(2, '7044'));
    modules.digital.setInput(2, false);
    expect(instrument.info).toMatchObject({ address: '02', model: 'I-7044', title: 'I-7044' });
    expect(instrument.unit).toBe('dcon 02');
    expect(instrument.info.points.map(({ id }) => id)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map(number => `output${number}`),
      ...[1, 2, 3, 4].map(number => `input${number}`),
    ]);
    const { values } = await read();
    expect(values).toMatchObject({
      output1: false,
      output8: false,
      input1: true,
      input2: false,
      input4: true,
    });
  });

  it('switches one output and leaves the others alone', async () => {
    const { modules, sent, read, write } = onStandardLine(dcon(2, '7044'));
    await write('output2', true);
    await write('output3', true);
    await write('output2', false);
    expect(sent.filter(text => text.startsWith('#'))).toEqual(['#021101', '#021201', '#021100']);
    expect(modules.digital.outputs).toEqual([false, false, true, false, false, false, false, false]);
    expect((await read()).values).toMatchObject({ output2: false, output3: true });
  });

  it('refuses what it has not, before anything is sent', async () => {
    const { sent, write } = onStandardLine(dcon(2, '7044'));
    await expect(write('output9', true)).rejects.toThrow("module has no point 'output9'");
    await expect(write('input1', true)).rejects.toThrow('module.input1 is only read');
    await expect(write('output1', 1)).rejects.toThrow('output1 is a switch');
    expect(sent).toEqual([]);
  });
});

it('an I-7060 whose checksum is on is switched as well', async () => {
  const { modules, write, read } = onStandardLine(dcon(0x0a, '7060', { checksum: true }));
  await write('output4', true);
  expect(modules.relays.outputs).toEqual([false, false, false, true]);
  expect((await read()).values).toMatchObject({ output3: false, output4: true });
});

it('an I-7017 tells volts, and says in words where there are none', async () => {
  const { read, write } = onStandardLine(dcon(3, '7017'));
  const { values, units } = await read();
  expect(values).toMatchObject({ input0: 4.982, input1: -0.31, input7: 'over range' });
  expect(units).toMatchObject({ input0: 'V', input7: 'V' });
  await expect(write('input0', 1)).rejects.toThrow('only read');
});

it('an I-7024 is set in volts, to the third decimal', async () => {
  const { modules, read, write } = onStandardLine(dcon(4, '7024'));
  await write('output3', 1.005);
  expect(modules.analogOutput.value(3)).toBe(1.005);
  expect(await read()).toEqual({
    values: { output0: 0, output1: 0, output2: 0, output3: 1.005 },
    units: { output0: 'V', output1: 'V', output2: 'V', output3: 'V' },
  });
  await expect(write('output3', 1.0005)).rejects.toThrow('output3 has 3 decimals: 1.0005');
  await expect(write('output3', 10.5)).rejects.toThrow('0 to 10 V');
  expect(modules.analogOutput.value(3)).toBe(1.005);
});

it('an I-7080 counts, and tells hertz once it is told to', async () => {
  const { modules, read } = onStandardLine(dcon(5, '7080'));
  modules.counter.pulse(0, 12);
  expect(await read()).toEqual({ values: { counter0: 12, counter1: 0 }, units: {} });
  modules.counter.stored.typeCode = 0x51;
  modules.counter.setFrequency(1, 50);
  expect(await read()).toEqual({
    values: { counter0: 0, counter1: 50 },
    units: { counter0: 'Hz', counter1: 'Hz' },
  });
});

describe('a 232DRIO', () => {
  for (const checksum of [false, true]) {
    it(`switches one relay and shows its input${checksum ? ', in harsh mode' : ''}`, async () => {
      const clock = new FakeClock();
      const { virtual, unit } = standardDrioLine({ baudRate: 9600, clock });
      const { instrument, read, write } = bench({ ...drio, checksum }, virtual.transport(), clock);
      expect(instrument.unit).toBe('drio');
      await write('relay2', true);
      await write('relay1', true);
      await write('relay2', false);
      expect(unit.relays).toEqual({ relay1: true, relay2: false });
      expect((await read()).values).toEqual({ relay1: true, relay2: false, input: true });
    });
  }
});

describe('a temperature controller', () => {
  const settings = modbus({ id: 'oven', model: 'temperature-controller', title: 'Oven' });

  it('is read with three requests', async () => {
    const { sent, instrument, read } = onStandardLine(settings);
    expect(instrument.info).toMatchObject({ address: '1', model: 'temperature controller', title: 'Oven' });
    expect((await read()).values).toEqual({
      processValue: 77.2,
      setPoint: 80,
      deviation: -2.8,
      heating: true,
      cooling: false,
      alarm: false,
    });
    expect(sent).toHaveLength(3);
  });

  it('takes a set point exactly, or not at all', async () => {
    const { controller, write } = onStandardLine(settings);
    await write('setPoint', 95.7);
    expect(controller.bank.holdingRegisters.get(24)).toBe(957);
    await expect(write('setPoint', 95.75)).rejects.toThrow('has 1 decimal: 95.75 would have to be rounded');
    await expect(write('setPoint', 400.1)).rejects.toThrow('takes 0 to 400 °C, not 400.1');
    await expect(write('setPoint', Number.NaN)).rejects.toThrow('is set to a number');
    await expect(write('setPoint', true)).rejects.toThrow('is set to a number');
    await expect(write('processValue', 1)).rejects.toThrow('oven.processValue is only read');
    expect(controller.bank.holdingRegisters.get(24)).toBe(957);
  });
});

describe('a Modbus device with points of its own', () => {
  const point = (id: string, more: Partial<RegisterPoint> & { address: number }): RegisterPoint => ({
    id,
    table: 'holding',
    ...more,
  });
  const points: RegisterPoint[] = [
    point('energy', { address: 12, type: 'uint32', order: 'CDAB', decimals: 2, unit: 'kWh', writable: true }),
    point('voltage', { address: 10, type: 'float32', decimals: 1, unit: 'V', writable: true }),
    point('broken', { address: 14, type: 'float32' }),
    point('far', { address: 17 }),
    point('level', { address: 18, type: 'float16', decimals: 1 }),
    point('pulses', { address: 19, type: 'uint48' }),
    point('measured', { address: 10, table: 'input', type: 'int16' }),
    point('pump', { address: 3, table: 'coil', writable: true }),
    point('door', { address: 8, table: 'discrete' }),
  ];

  function device() {
    const clock = new FakeClock();
    const bank = new MemoryBank({
      holdingRegisters: {
        10: 0x4366,
        11: 0x8000,
        12: 0x0001,
        13: 0x0002,
        14: 0x7fc0,
        15: 0,
        17: 5,
        18: 0x3e00,
        19: 1,
        20: 0,
        21: 2,
      },
      inputRegisters: { 10: 0xfffe },
      coils: { 3: false },
      discreteInputs: { 8: true },
    });
    const virtual = new VirtualLine({ clock });
    virtual.attach(simulatedDevice({ unit: 7, bank }));
    return { bank, ...bench(modbus({ address: 7, points }), virtual.transport(), clock) };
  }

  it('reads what adjoins together, and nothing that was not asked for', async () => {
    const { sent, read } = device();
    expect((await read()).values).toEqual({
      energy: 1310.73,
      voltage: 230.5,
      broken: 'no number',
      far: 5,
      level: 1.5,
      pulses: 2 ** 32 + 2,
      measured: -2,
      pump: false,
      door: true,
    });
    expect(sent).toHaveLength(5);
  });

  it('writes each in its own type and order', async () => {
    const { bank, write } = device();
    await write('energy', 0.29);
    await write('voltage', 231.5);
    await write('pump', true);
    expect([12, 13].map(at => bank.holdingRegisters.get(at))).toEqual([29, 0]);
    expect([10, 11].map(at => bank.holdingRegisters.get(at))).toEqual([0x4367, 0x8000]);
    expect(bank.coils.get(3)).toBe(true);
  });
});

describe('settings that make no sense are refused with what to do:', () => {
  const own = (point: Partial<RegisterPoint>) =>
    modbus({ points: [{ id: 'point', table: 'holding', address: 0, ...point }] });
  const cases: [string, InstrumentSettings, string][] = [
    [
      'a DCON module without a model',
      { ...dcon(2, ''), model: undefined } as never,
      'the model of the module',
    ],
    ['an unknown DCON model', dcon(2, '9999'), "there is no module '9999'"],
    ['an address beyond FF', dcon(256, '7044'), 'an address from 00 to FF'],
    ['a model of which something is unconfirmed', dcon(2, '7055'), 'no source confirms'],
    ['points on a DCON module', dcon(2, '7044', { points: [] }), 'only Modbus instruments'],
    ['a Modbus device without a model', modbus({}), 'its model is missing'],
    ['an unknown Modbus model', modbus({ model: 'toaster' }), "no Modbus model 'toaster'"],
    [
      'a Modbus address that nobody has',
      modbus({ address: 0, model: 'temperature-controller' }),
      'from 1 to 247',
    ],
    ['a checksum on Modbus', modbus({ checksum: true, model: 'temperature-controller' }), 'leave it out'],
    ['no points', modbus({ points: [] }), 'has no points'],
    ['points besides a known model', { ...own({}), model: 'temperature-controller' }, 'are known'],
    ['an input that is written', own({ table: 'input', writable: true }), 'nothing can be written'],
    ['a coil with a type', own({ table: 'coil', type: 'int16' }), 'has no type'],
    ['a value that ends beyond the last register', own({ address: 65_535, type: 'int32' }), '0 to 65534'],
    ['limits the wrong way round', own({ min: 2, max: 1 }), 'more than max'],
    ['an address for a 232DRIO', { ...drio, address: 1 }, 'has no address'],
  ];
  for (const [title, settings, message] of cases) {
    it(title, () => {
      expect(() => makeInstrument(settings)).toThrow(UsageError);
      expect(() => makeInstrument(settings)).toThrow(message);
    });
  }
});

it('on Modbus TCP every address from 0 to 255 is allowed', () => {
  const settings = modbus({ address: 255, model: 'temperature-controller' });
  expect(makeInstrument(settings, 'tcp').info.address).toBe('255');
});
