import { Line, memoryPair, Responder, type ResponderOptions, UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench.fixture.js';
import {
  DconClient,
  DconRejected,
  simulatedAnalogInput,
  simulatedCounter,
  simulatedDigital,
} from '../index.js';

describe('digital inputs', () => {
  it('are read, counted and latched by the numbers on the label', async () => {
    const module = simulatedDigital('7044', { flags: 0x80 });
    const { client, run } = await bench(() => [module]);
    const { inputs } = client.module(1, { family: '7044' });
    expect(await run(inputs.read())).toEqual([true, true, true, true]);
    await run(inputs.clearLatches());
    for (let edge = 0; edge < 3; edge += 1) {
      module.setInput(2, false);
      module.setInput(2, true);
    }
    expect(await run(inputs.counter(2))).toBe(3);
    expect((await run(inputs.latches('low'))).inputs).toEqual([false, true, false, false]);
    expect((await run(inputs.latches('high'))).inputs).toEqual([true, true, true, true]);
    await run(inputs.clearCounter(2));
    expect(await run(inputs.counter(2))).toBe(0);
    module.setInput(4, false);
    expect(await run(inputs.get(4))).toBe(false);
    await expect(run(inputs.counter(5))).rejects.toBeInstanceOf(UsageError);
  });

  it('of many modules are sampled at one moment', async () => {
    const [first, second] = [
      simulatedDigital('7041', { address: 1 }),
      simulatedDigital('7060', { address: 2 }),
    ];
    const { client, run } = await bench(() => [first, second]);
    await expect(run(client.module(1, { family: '7041' }).inputs.synchronized())).rejects.toBeInstanceOf(
      DconRejected,
    );
    await run(client.synchronize());
    first.setInput(13, false);
    second.setInput(1, false);
    const latched = await run(client.module(1, { family: '7041' }).inputs.synchronized());
    expect([latched.fresh, latched.inputs[13]]).toEqual([true, true]);
    expect((await run(client.module(2, { family: '7060' }).inputs.synchronized())).inputs[0]).toBe(true);
    expect((await run(client.module(2, { family: '7060' }).inputs.synchronized())).fresh).toBe(false);
  });

  it('read the other way round where the options say so', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044')]);
    const read = (invertInputs: boolean | number[]) =>
      run(client.module(1, { family: '7044', invertInputs }).inputs.read());
    expect(await read(true)).toEqual([false, false, false, false]);
    expect(await read([1, 4])).toEqual([false, true, true, false]);
  });

  it('counters of a module without them are not asked for', async () => {
    const { client, run } = await bench(() => [simulatedDigital('4053')]);
    const { inputs } = client.module(1, { family: '4053' });
    await expect(run(inputs.counter(0))).rejects.toThrow('does not count');
    await expect(run(inputs.latches('high'))).rejects.toThrow('no latches');
  });
});

describe('simulated modules', () => {
  it('say a frequency in whole hertz', async () => {
    const module = simulatedCounter('7080', { typeCode: 0x51 });
    module.setFrequency(0, 49.97);
    const { client, run } = await bench(() => [module]);
    expect(await run(client.module(1).counters.frequency(0))).toBe(50);
    expect(() => module.setFrequency(0, Number.NaN)).toThrow(UsageError);
  });

  it('count on when the maximum is below the preset value', async () => {
    const module = simulatedCounter('7080');
    const { client, run } = await bench(() => [module]);
    const { counters } = client.module(1);
    await run(counters.setMaximum(0, 9));
    await run(counters.setPreset(0, 10));
    module.pulse(0);
    expect(await run(counters.read(0))).toBe(10);
  });

  it('write the range marks of old firmware in hexadecimal, too', async () => {
    const values = ['over', 5, 'under'] as const;
    const module = simulatedAnalogInput('7018', { oldMarks: true, flags: 2, values });
    const { client, run } = await bench(() => [module]);
    const readings = await run(client.module(1).analogInputs.read());
    expect(readings.slice(0, 3).map(({ status }) => status)).toEqual(['over', 'ok', 'under']);
  });
});

describe('analog inputs without a command for all channels', () => {
  it('are read one after another, as many as are asked for', async () => {
    const module = simulatedAnalogInput('7018', { values: [1, 2, 3, 4] });
    const analogInput = { ...module.family.analogInput!, channels: 2, readAll: false };
    const { client, run } = await bench(() => [module]);
    const { analogInputs } = client.module(1, { family: { ...module.family, analogInput } });
    const read = (channels: number) => run(analogInputs.read({ channels }));
    expect((await read(4)).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  });
});

describe('counters', () => {
  it('count, overflow, stop and begin at their preset value', async () => {
    const module = simulatedCounter('7080');
    const { client, run } = await bench(() => [module]);
    const { counters } = client.module(1);
    await run(counters.setPreset(0, 10));
    await run(counters.setMaximum(0, 100));
    await run(counters.reset(0));
    module.pulse(0, 5);
    expect(await run(counters.read(0))).toBe(15);
    expect(await run(counters.overflowed(0))).toBe(false);
    module.pulse(0, 100);
    expect(await run(counters.overflowed(0))).toBe(true);
    await run(counters.stop(0));
    expect(await run(counters.running(0))).toBe(false);
    const stopped = await run(counters.read(0));
    module.pulse(0, 3);
    expect(await run(counters.read(0))).toBe(stopped);
    await run(counters.start(0));
    await run(counters.reset(0));
    expect([await run(counters.read(0)), await run(counters.overflowed(0))]).toEqual([10, false]);
    expect([await run(counters.preset(0)), await run(counters.maximum(0))]).toEqual([10, 100]);
    await expect(run(counters.frequency(0))).rejects.toBeInstanceOf(UsageError);
    await expect(run(counters.read(2))).rejects.toBeInstanceOf(UsageError);
  });

  it('measure hertz when configured so, and never pass them for a count', async () => {
    const module = simulatedCounter('7080', { typeCode: 0x51 });
    module.setFrequency(1, 0xffffffff);
    const { client, run } = await bench(() => [module]);
    const { counters } = client.module(1);
    expect(await run(counters.frequency(1))).toBe(0xffffffff);
    await expect(run(counters.read(1))).rejects.toBeInstanceOf(UsageError);
  });

  it('keep the settings of their inputs', async () => {
    const module = simulatedCounter('7080');
    const { client, run } = await bench(() => [module]);
    const { counterSettings, counters, alarms } = client.module(1, { family: '7080' });
    await run(counterSettings.setFilter(true));
    await run(counterSettings.setPulseWidth('high', 10));
    await run(counterSettings.setTriggerLevel('low', 0.8));
    await run(counterSettings.setGate('high'));
    await run(counterSettings.setInputMode('isolated+ttl'));
    await run(alarms.setOutputs(2));
    await run(counters.setLimit(0, 0xabcdef01));
    await run(counters.setLimit(1, 7));
    expect([await run(counters.limit(0)), await run(counters.limit(1))]).toEqual([0xabcdef01, 7]);
    await run(counterSettings.showText('HELLO'));
    await run(counterSettings.setDisplaySource(1));
    expect([module.shown, await run(counterSettings.displaySource())]).toEqual(['HELLO', 1]);
    expect(await run(counterSettings.filter())).toBe(true);
    expect(await run(counterSettings.pulseWidth('high'))).toBe(10);
    expect(await run(counterSettings.triggerLevel('low'))).toBe(0.8);
    expect(await run(counterSettings.gate())).toBe('high');
    expect(await run(counterSettings.inputMode())).toBe('isolated+ttl');
    expect(await run(alarms.state())).toEqual({ mode: 0, outputs: 2, inputs: 0 });
    await expect(run(counterSettings.setTriggerLevel('high', 2.45))).rejects.toBeInstanceOf(UsageError);
  });
});

describe('service', () => {
  it('says once that a module restarted, and its outputs are at the power-on value', async () => {
    const module = simulatedDigital('7050');
    const { client, run } = await bench(() => [module]);
    const handle = client.module(1, { family: '7050' });
    await run(handle.outputs.set(3, true));
    await run(handle.defaults.storePowerOn([false, false, false, true, false, false, false, false]));
    await run(handle.outputs.set(0, true));
    await run(handle.service.restarted());
    expect(await run(handle.service.restarted())).toBe(false);
    module.powerCycle();
    expect(await run(handle.service.restarted())).toBe(true);
    expect(module.outputs).toEqual([false, false, false, true, false, false, false, false]);
  });

  it('a tripped watchdog survives the power cycle, with the safe values', async () => {
    const { client, clock, run } = await bench(clock => [simulatedDigital('7060', { clock })]);
    const handle = client.module(1, { family: '7060' });
    await run(handle.outputs.write([false, true, false, false]));
    await run(handle.defaults.storeSafe([false, true, false, false]));
    await run(handle.outputs.write([true, true, true, true]));
    await run(handle.watchdog.enable(200));
    expect(await run(handle.watchdog.settings())).toEqual({ enabled: true, timeout: 200 });
    await clock.advance(300);
    expect(await run(handle.outputs.read())).toEqual([false, true, false, false]);
    await run(handle.watchdog.disable());
    await expect(run(handle.watchdog.enable(50))).rejects.toBeInstanceOf(UsageError);
    expect((await run(handle.watchdog.status())).tripped).toBe(true);
  });

  it('stores names, delays, levels and protocols', async () => {
    const module = simulatedDigital('7044');
    const { client, run } = await bench(() => [module]);
    const handle = client.module(1, { family: '7044' });
    await run(handle.service.rename('PUMP-1'));
    await run(handle.service.setResponseDelay(5));
    await run(handle.service.setActiveLevel({ invertInputs: true, invertOutputs: false }));
    expect(await run(handle.name())).toBe('PUMP-1');
    expect(await run(handle.service.responseDelay())).toBe(5);
    expect(await run(handle.service.activeLevel())).toEqual({ invertInputs: true, invertOutputs: false });
    expect(await run(handle.inputs.read())).toEqual([false, false, false, false]);
    expect(await run(handle.service.initGrounded())).toBe(false);
    expect(await run(handle.service.protocol())).toEqual({ supported: ['dcon', 'modbus-rtu'], next: 'dcon' });
    await expect(run(handle.service.setProtocol('modbus-rtu'))).rejects.toBeInstanceOf(DconRejected);
    await run(handle.service.softInit(10));
    await run(handle.service.setProtocol('modbus-rtu'));
    expect(await run(handle.name())).toBe('PUMP-1');
    module.powerCycle();
    await expect(run(handle.name({ retries: 0 }))).rejects.toMatchObject({ code: 'no-reply' });
    for (const bad of ['', 'SEVENCH', 'A B', 'a'])
      await expect(run(handle.service.rename(bad))).rejects.toBeInstanceOf(UsageError);
  });
});

describe('several handles for one module', () => {
  it('learn of a new data format through whichever it was changed', async () => {
    const { client, run } = await bench(() => [simulatedAnalogInput('7017', { values: [5] })]);
    const [one, other] = [client.module(1, { family: '7017' }), client.module(1, { family: '7017' })];
    expect(await run(one.analogInputs.readChannel(0))).toMatchObject({ value: 5, unit: 'V' });
    await run(other.configure({ format: 'percent' }));
    expect(await run(one.analogInputs.readChannel(0))).toMatchObject({ value: 50, unit: '%' });
    await run(other.command('%0101080602'));
    expect(await run(one.analogInputs.readChannel(0))).toMatchObject({ value: 5, unit: 'V', raw: 0x4000 });
  });

  it('a format that is changed between a reading and its interpretation does not turn volts into percent', async () => {
    const { client, run } = await bench(() => [simulatedAnalogInput('7017', { values: [5] })]);
    const [one, other] = [client.module(1, { family: '7017' }), client.module(1, { family: '7017' })];
    const reads = Array.from({ length: 6 }, () => one.analogInputs.readChannel(0));
    const change = other.command('%0101080601');
    const readings = await run(Promise.all(reads));
    await run(change);
    for (const { value, unit } of readings)
      expect([
        [5, 'V'],
        [50, '%'],
      ]).toContainEqual([value, unit]);
  });

  it('the watchdog of ADAM modules is not asked with commands of others', async () => {
    const { client, run } = await bench(() => [simulatedDigital('4050')]);
    await expect(run(client.module(1, { family: '4050' }).watchdog.clear())).rejects.toBeInstanceOf(
      UsageError,
    );
  });
});

describe('a module on a line', () => {
  it('has an address from 0 to 255 and a family that exists', async () => {
    const { client } = await bench(() => [simulatedDigital('7044')]);
    expect(() => client.module(256)).toThrow(UsageError);
    expect(() => client.module(1, { family: '9999' })).toThrow('there is no module family');
    expect(() => simulatedDigital('7017')).toThrow(UsageError);
    expect(() => simulatedDigital('7044', { address: -1 })).toThrow(UsageError);
  });

  it('a simulated one is all that a responder needs', async () => {
    const { a, b } = memoryPair();
    const responder: ResponderOptions = simulatedDigital('7044');
    await new Responder(b, responder).open();
    const line = new Line(a, { timeout: 30_000 });
    expect(await new DconClient(line).module(1).name()).toBe('7044');
    await line.close();
  });

  it('shares the line with others: no call of any gets the answer of another', async () => {
    const addresses = [1, 2, 3, 4, 5];
    const modules = addresses.map(address => simulatedDigital('7043', { address }));
    const { client, run } = await bench(() => modules);
    const calls = addresses.flatMap(address =>
      [...Array(20).keys()].map(async turn => {
        const { outputs } = client.module(address, { family: '7043' });
        await outputs.set((address + turn) % 16, true);
        return outputs.get((address + turn) % 16);
      }),
    );
    expect(await run(Promise.all(calls))).toEqual(Array(100).fill(true));
    for (const module of modules) expect(module.outputs).toEqual(Array(16).fill(true));
  });
});
