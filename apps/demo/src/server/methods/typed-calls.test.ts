import { familyOf, SimulatedDigitalModule } from '@bus/dcon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubScene } from '../hub.fixture.js';

let scene: ReturnType<typeof hubScene>;
beforeEach(() => {
  scene = hubScene();
});
afterEach(() => scene.close());

const unit1 = { line: 'rs485', unit: 1 } as const;
const modbusRead = (params: object) => scene.call('modbus.read', { ...unit1, address: 100, ...params });
const modbusWrite = (values: (number | boolean | string)[], params: object = {}) =>
  scene.call('modbus.write', { ...unit1, address: 100, values, ...params });

describe('modbus.read and modbus.write', () => {
  it('read registers as numbers of every kind', async () => {
    expect(await modbusRead({ address: 289, decimals: 1 })).toEqual({
      values: [77.2],
      elapsed: expect.any(Number),
    });
    expect((await modbusRead({ address: 289, count: 2, table: 'input', type: 'int16' })).values).toEqual([
      772, -28,
    ]);
  });

  it.each([
    [[1, 65535], {}],
    [[-5, 7], { type: 'int32', order: 'CDAB' }],
    [[1.5, -0.25], { type: 'float32', order: 'DCBA' }],
    [[12.5], { type: 'int16', decimals: 1 }],
    [[9007199254740991], { type: 'uint64' }],
    [[-77.25], { type: 'int64', decimals: 2 }],
  ] as const)('bring back %j, written as %j', async (values, format) => {
    await modbusWrite([...values], format);
    expect((await modbusRead({ count: values.length, ...format })).values).toEqual(values);
  });

  it('lose no digit of integers of 64 bits', async () => {
    await modbusWrite(['-9223372036854775807', '9007199254740993'], { type: 'int64' });
    expect((await modbusRead({ type: 'int64', count: 2 })).values).toEqual([
      '-9223372036854775807',
      '9007199254740993',
    ]);
    expect((await modbusRead({ type: 'int64', decimals: 3 })).values).toEqual(['-9223372036854775.807']);
    await modbusWrite(['-5'], { type: 'int64' });
    expect((await modbusRead({ type: 'int64', decimals: 3 })).values).toEqual([-0.005]);
  });

  it('lose no digit behind the point either', async () => {
    const digits = ['900719925474098.2', '-900719925474098.3'];
    await modbusWrite(digits, { type: 'int64', decimals: 1 });
    const { values } = await modbusRead({ type: 'int64', decimals: 1, count: 2 });
    expect(values.map(String)).toEqual(digits);
    await modbusWrite(['99999999999999.9'], { type: 'uint64', decimals: 1 });
    expect((await modbusRead({ type: 'uint64', decimals: 1 })).values).toEqual([99999999999999.9]);
  });

  it('say in words what is no number', async () => {
    await modbusWrite([0x7fc0, 0, 0x7f80, 0, 0xff80, 0]);
    const { values } = await modbusRead({ type: 'float32', count: 3 });
    expect(values).toEqual(['not a number', 'infinite', 'minus infinite']);
  });

  it('read and switch coils, by what the values are', async () => {
    expect((await modbusRead({ address: 196, count: 4, table: 'discrete' })).values).toEqual([
      false,
      false,
      true,
      true,
    ]);
    await modbusWrite([true], { address: 173 });
    await modbusWrite([false, true], { address: 173, table: 'coil' });
    expect((await modbusRead({ address: 172, count: 3, table: 'coil' })).values).toEqual([true, false, true]);
  });

  it('write with the functions for one value where the unit knows only those', async () => {
    const remote = { line: 'rs485', unit: 2, address: 5 } as const;
    await expect(scene.call('modbus.write', { ...remote, values: [7] })).rejects.toMatchObject({
      code: -32004,
      data: { name: 'ModbusException', hint: expect.stringContaining('functions 6 and 16') },
    });
    await scene.call('modbus.write', { ...remote, values: [7, 8], single: true });
    expect((await scene.call('modbus.read', { ...remote, count: 2 })).values).toEqual([7, 8]);
  });

  it('reach everybody with unit 0, and read nobody there', async () => {
    await modbusWrite([55], { unit: 0 });
    expect((await modbusRead({})).values).toEqual([55]);
    await expect(modbusRead({ unit: 0 })).rejects.toMatchObject({ code: -32602 });
  });

  it('speak the framing of the line', async () => {
    for (const line of ['ascii', 'tcp'])
      expect((await scene.call('modbus.read', { line, unit: 1, address: 289 })).values).toEqual([772]);
  });

  it.each([
    ['too much at once', () => modbusRead({ count: 126 }), 'quantity'],
    ['the end of the table', () => modbusRead({ address: 65535, count: 2 }), '65535'],
    ['a format of bits', () => modbusRead({ table: 'coil', type: 'int32' }), "'type'"],
    ['decimals of floats', () => modbusRead({ type: 'float32', decimals: 1 }), "'decimals'"],
    ['numbers and states together', () => modbusWrite([1, true]), "'values'"],
    ['states for registers', () => modbusWrite([true], { table: 'holding' }), "'values'"],
    ['numbers for coils', () => modbusWrite([1], { table: 'coil' }), "'values'"],
    ['a value that does not fit', () => modbusWrite([70000]), '70000'],
    [
      'too many registers one by one',
      () => modbusWrite(Array(9).fill(1), { single: true, type: 'int32' }),
      '16',
    ],
    ['too many coils one by one', () => modbusWrite(Array(17).fill(true), { single: true }), '16'],
    ['a unit that there is not', () => modbusRead({ unit: 250 }), 'unit'],
  ])('refuse %s before anything is sent', async (_, call, reason) => {
    await expect(call()).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(reason) });
    expect(scene.owners[0]!.info.counters.sent).toBe(0);
  });
});

describe('dcon.read and dcon.write', () => {
  const read = (address: number, params: object = {}) =>
    scene.call('dcon.read', { line: 'rs485', address, ...params });
  const write = (address: number, output: number, value: boolean | number, params: object = {}) =>
    scene.call('dcon.write', { line: 'rs485', address, output, value, ...params });

  it('read what a digital module has, by the numbers on its label', async () => {
    const { inputs, outputs, model } = await read(2);
    expect(model).toBe('7044');
    expect(Object.keys(inputs!)).toEqual(['1', '2', '3', '4']);
    expect(Object.keys(outputs!)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it('switch one output and leave the others', async () => {
    await write(2, 2, true);
    const { outputs } = await write(2, 3, true);
    expect(Object.entries(outputs!).filter(([, on]) => on)).toEqual([
      ['2', true],
      ['3', true],
    ]);
  });

  it('take the confirmation of a module about whose readings sources disagree', async () => {
    // Its readings are as the other source has them: inputs first.
    const family = familyOf('7060')!;
    const digital = { ...family.digital!, layout: ['inputs', 'outputs'] as const };
    const module = new SimulatedDigitalModule({ ...family, digital }, { address: 11, clock: scene.clock });
    for (const input of [1, 2, 3, 4]) module.setInput(input, false);
    scene.virtual.attach(module);
    expect((await write(11, 1, true)).model).toBe('7060');
    expect(module.outputs).toEqual([true, false, false, false]);
  });

  it('read analog inputs, and say in words what is out of range', async () => {
    const { analog } = await read(3);
    expect(analog).toHaveLength(8);
    expect(analog![0]).toEqual({ value: 4.982, unit: 'V' });
    expect(analog![7]).toEqual({ value: 'over range' });
  });

  it('set analog outputs and read back what they were told', async () => {
    expect((await write(4, 1, 4.5)).outputs).toEqual({ 0: 0, 1: 4.5, 2: 0, 3: 0 });
    await expect(write(4, 1, 11)).rejects.toMatchObject({ code: -32602 });
  });

  it('read counters', async () => {
    expect(await read(5)).toMatchObject({ model: '7080', counters: [0, 0] });
  });

  it('need the checksum where the module has one', async () => {
    expect(await read(10, { checksum: true })).toMatchObject({ model: '7060' });
    await expect(read(10, { timeout: 50 })).rejects.toMatchObject({ data: { code: 'no-reply' } });
  });

  it('ask a module for its name once, and again after a failure', async () => {
    const names = () => scene.owners[0]!.recent.filter(({ hex }) => hex === '24 30 32 4D 0D').length;
    await read(2);
    await read(2);
    expect(names()).toBe(1);
    await expect(write(2, 9, true)).rejects.toMatchObject({ code: -32602 });
    await read(2);
    expect(names()).toBe(2);
    await read(2, { family: '7044' });
    expect(names()).toBe(2);
  });

  it('refuse a family that nobody knows', async () => {
    await expect(read(2, { family: '9999' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('9999'),
      data: { hint: expect.any(String) },
    });
  });

  it('say of a write that could not be read back that it may have been carried out', async () => {
    await read(2);
    const call = scene.begin('dcon.write', { line: 'rs485', address: 2, output: 1, value: true });
    const stop = scene.owners[0]!.on('trace', () => undefined);
    // The module answers the write and its verification, and is then torn off.
    while (scene.owners[0]!.info.counters.answered < 4) await scene.clock.advance(1);
    scene.virtual.cut();
    stop();
    await expect(scene.clock.until(call)).rejects.toMatchObject({
      code: -32004,
      data: { outcomeUnknown: true },
    });
  });
});

describe('drio.read and drio.write', () => {
  const write = (params: object) => scene.call('drio.write', { line: 'cable', ...params });

  it('change one relay, or both', async () => {
    expect(await write({ relay1: true })).toEqual({
      relay1: true,
      relay2: false,
      input: true,
      elapsed: expect.any(Number),
    });
    expect(await write({ relay2: true, harsh: true })).toMatchObject({ relay1: true, relay2: true });
    expect(await write({ relay1: false, relay2: true })).toMatchObject({ relay1: false, relay2: true });
    expect(await scene.call('drio.read', { line: 'cable', harsh: true })).toMatchObject({ relay1: false });
  });

  it('refuse a write of nothing', async () => {
    await expect(write({})).rejects.toMatchObject({ code: -32602 });
  });
});
