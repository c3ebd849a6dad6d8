import { formatHex, Line, ReplyError, UsageError } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench.fixture.js';
import {
  DconClamped,
  DconClient,
  DconRejected,
  DconWatchdogTripped,
  frameOf,
  simulatedAnalogInput,
  simulatedAnalogOutput,
} from '../index.js';

describe('analog inputs', () => {
  it.each([0, 1, 2])('say volts in every data format (%d)', async flags => {
    const values = [0, 1.5, -2.25, 10, -10, 9.875, 'disabled', 5] as const;
    const { client, run } = await bench(() => [simulatedAnalogInput('7017', { flags, values })]);
    const { analogInputs } = client.module(1);
    const readings = await run(analogInputs.read());
    const full = flags === 1 ? 10 : 1;
    for (const [index, value] of values.entries()) {
      if (value === 'disabled')
        expect(readings[index]).toMatchObject({ status: 'disabled', value: undefined });
      else expect(readings[index]!.value! / 1).toBeCloseTo(value * full, 2);
    }
    const one = await run(analogInputs.readChannel(1));
    expect(one.value).toBeCloseTo(1.5 * full, 2);
    expect(one.unit).toBe(flags === 1 ? '%' : 'V');
  });

  it('any voltages come back through the line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -9999, max: 9999 }), { minLength: 8, maxLength: 8 }),
        async millivolts => {
          const values = millivolts.map(value => value / 1000);
          const { client, run } = await bench(() => [simulatedAnalogInput('7017', { values })]);
          const readings = await run(client.module(1, { family: '7017' }).analogInputs.read());
          expect(readings.map(({ value }) => value! + 0)).toEqual(values.map(value => value + 0));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuse channels that are not there, and module and client agree on which', async () => {
    const { client, run, sent } = await bench(() => [simulatedAnalogInput('7017')]);
    const module = client.module(1, { family: '7017' });
    await expect(run(module.analogInputs.readChannel(8))).rejects.toBeInstanceOf(UsageError);
    expect(sent).toEqual([]);
    await expect(run(module.command('#018', { answer: 'data' }))).rejects.toBeInstanceOf(DconRejected);
  });

  it('enable exactly the channels that are named', async () => {
    const { client, run } = await bench(() => [simulatedAnalogInput('7017')]);
    const { analogInputs } = client.module(1, { family: '7017' });
    await run(analogInputs.enableOnly([0, 2]));
    expect(await run(analogInputs.enabled())).toEqual([true, false, true, false, false, false, false, false]);
    const readings = await run(analogInputs.read());
    expect(readings.map(({ status }) => status)).toEqual([
      'ok',
      'disabled',
      'ok',
      ...Array(5).fill('disabled'),
    ]);
  });

  it('an answer with another number of channels is an error, not fewer values', async () => {
    const clock = new FakeClock();
    const peer = new ScriptedPeer(clock);
    const client = new DconClient(new Line(peer, { clock, timeout: 50, retries: 0 }));
    const hex = (text: string) => formatHex(frameOf(text, false));
    peer.expect(hex('#01'), [1, hex('>+01.000+02.000')]).expect(hex('$012'), [1, hex('!01080600')]);
    const call = clock.until(client.module(1, { family: '7017' }).analogInputs.read());
    await expect(call).rejects.toMatchObject({ code: 'wrong-count' });
    peer.expect(hex('#01'), [1, hex('>4C532628')]);
    const module = client.module(1, { family: '7017' });
    peer.expect(hex('$012'), [1, hex('!01080600')]);
    await expect(clock.until(module.analogInputs.read())).rejects.toBeInstanceOf(ReplyError);
  });

  it.each([
    ['off', false, {}, 'malformed'],
    ['off, and numbers of any length wanted', false, { anyWidth: true }, 5.12],
    ['on', true, {}, 5.12],
  ])(
    'take a number that is too short for what it says when the checksum is %s',
    async (_, checksum, options, outcome) => {
      const clock = new FakeClock();
      const peer = new ScriptedPeer(clock);
      const client = new DconClient(new Line(peer, { clock, timeout: 50, retries: 0 }));
      const hex = (text: string) => formatHex(frameOf(text, checksum));
      if (checksum) peer.expect(hex('$01M'), [1, hex('!017017')]);
      peer.expect(hex('#010'), [1, hex('>+05.12')]).expect(hex('$012'), [1, hex('!01080600')]);
      const { analogInputs } = client.module(1, { family: '7017', checksum });
      const read = clock.until(analogInputs.readChannel(0, options));
      expect(
        await read.then(
          ({ value }) => value,
          ({ code }) => code,
        ),
      ).toBe(outcome);
    },
  );

  it('ranges of channels give their readings a unit', async () => {
    const { client, run } = await bench(() => [simulatedAnalogInput('7019R', { values: [1.5] })]);
    const { analogInputs } = client.module(1, { family: '7019R' });
    expect((await run(analogInputs.readChannel(0))).unit).toBeUndefined();
    await run(analogInputs.setRange(0, 0x09));
    expect(await run(analogInputs.range(0))).toBe(0x09);
    expect(await run(analogInputs.readChannel(0))).toMatchObject({ value: 1.5, unit: 'V' });
    await expect(run(analogInputs.setRange(0, 0x30))).rejects.toBeInstanceOf(DconRejected);
  });

  it('are sampled together', async () => {
    const module = simulatedAnalogInput('7019R', { values: [1, 2] });
    const { client, run } = await bench(() => [module]);
    const { analogInputs } = client.module(1, { family: '7019R' });
    await expect(run(analogInputs.synchronized())).rejects.toBeInstanceOf(DconRejected);
    await run(client.synchronize());
    module.setValue(0, 7);
    const first = await run(analogInputs.synchronized());
    expect([first.fresh, first.readings[0]!.value]).toEqual([true, 1]);
    expect((await run(analogInputs.synchronized())).fresh).toBe(false);
  });

  it('are calibrated only when that is meant and enabled', async () => {
    const { client, run, sent } = await bench(() => [simulatedAnalogInput('7018')]);
    const { calibration } = client.module(1, { family: '7018' });
    // @ts-expect-error the word is missing
    await expect(run(calibration.zero({}))).rejects.toBeInstanceOf(UsageError);
    expect(sent).toEqual([]);
    await expect(run(calibration.zero({ overwriteCalibration: true }))).rejects.toBeInstanceOf(DconRejected);
    await run(calibration.enable(true));
    await run(calibration.span({ overwriteCalibration: true }));
    expect(sent.slice(1)).toEqual(['~01E1', '$010']);
    await run(calibration.setJunctionOffset(-0.16));
    expect(await run(calibration.junctionOffset())).toBe(-0.16);
  });
});

describe('analog outputs', () => {
  it('move as slowly as they are told, and say where they are', async () => {
    const { client, clock, run } = await bench(clock => [
      simulatedAnalogOutput('7021', { flags: 5 << 2, clock }),
    ]);
    const { analogOutputs } = client.module(1, { family: '7021' });
    await run(analogOutputs.write(10));
    expect(await run(analogOutputs.commanded())).toBe(10);
    await clock.advance(2000);
    const present = await run(analogOutputs.present());
    expect(present).toBeGreaterThan(1.9);
    expect(present).toBeLessThan(2.1);
  });

  it('are not told what is out of range, because the module would move them', async () => {
    const module = simulatedAnalogOutput('7021');
    const { client, run, sent } = await bench(() => [module]);
    const handle = client.module(1, { family: '7021' });
    await expect(run(handle.analogOutputs.write(25))).rejects.toBeInstanceOf(UsageError);
    expect(sent).toEqual(['$012']);
    const raw = run(handle.command('#0125.000'));
    await expect(raw).rejects.toBeInstanceOf(DconClamped);
    await expect(raw).rejects.toBeInstanceOf(DconRejected);
    expect(module.value()).toBe(10);
  });

  it('take a value only in the format that the module has', async () => {
    const { client, run } = await bench(() => [simulatedAnalogOutput('7021', { flags: 1 })]);
    const { analogOutputs } = client.module(1, { family: '7021' });
    await expect(run(analogOutputs.write(5))).rejects.toThrow('the module takes values as percent');
    await run(analogOutputs.write(50, { format: 'percent' }));
    expect(await run(analogOutputs.commanded())).toBe(50);
  });

  it('take counts where that is the format', async () => {
    const module = simulatedAnalogOutput('7021', { flags: 2 });
    const { client, run } = await bench(() => [module]);
    const { analogOutputs } = client.module(1, { family: '7021' });
    await run(analogOutputs.write(0xfff, { format: 'hex' }));
    expect([await run(analogOutputs.commanded()), module.value()]).toEqual([0xfff, 10]);
    await expect(run(analogOutputs.write(4096, { format: 'hex' }))).rejects.toBeInstanceOf(UsageError);
  });

  it('every value of every channel comes back', async () => {
    for (const family of ['7022', '7024']) {
      const { client, run } = await bench(() => [
        simulatedAnalogOutput(family, { typeCode: family === '7024' ? 0x33 : 0x3f }),
      ]);
      const { analogOutputs } = client.module(1, { family });
      for (const [channel, value] of [
        [0, 0],
        [1, 9.999],
        [1, 4.2],
        [0, 10],
      ] as const) {
        await run(analogOutputs.write(value, { channel }));
        expect(await run(analogOutputs.commanded({ channel }))).toBe(value);
      }
    }
  });

  it('hold their safe values when the watchdog has tripped', async () => {
    const module = (clock: FakeClock) => simulatedAnalogOutput('7021', { clock });
    const { client, clock, run } = await bench(now => [module(now)]);
    const handle = client.module(1, { family: '7021' });
    await run(handle.analogOutputs.write(1));
    await expect(run(handle.analogOutputs.storeSafe(2))).rejects.toThrow('the output is 1, not 2');
    await run(handle.analogOutputs.storeSafe(1));
    await run(handle.analogOutputs.write(8));
    await run(handle.watchdog.enable(500));
    await clock.advance(600);
    await expect(run(handle.analogOutputs.write(9))).rejects.toBeInstanceOf(DconWatchdogTripped);
    expect([await run(handle.analogOutputs.present()), await run(handle.analogOutputs.safe())]).toEqual([
      1, 1,
    ]);
  });

  it.each([
    ['7021', '$016', '!01320602', '!01800', 0x800],
    ['7021', '$016', '!01320602', '!018000', 'malformed'],
    ['7024', '$0160', '!01330600', '!01-05.000', -5],
    ['7024', '$0160', '!01330600', '!0105.000', 'malformed'],
  ])(
    'of a %s: %s, with %s, is answered with %s: %s',
    async (family, question, configuration, answer, said) => {
      const clock = new FakeClock();
      const peer = new ScriptedPeer(clock);
      const client = new DconClient(new Line(peer, { clock, timeout: 50, retries: 0 }));
      const hex = (text: string) => formatHex(frameOf(text, false));
      peer.expect(hex(question), [1, hex(answer)]).expect(hex('$012'), [1, hex(configuration)]);
      const read = clock.until(client.module(1, { family }).analogOutputs.commanded());
      expect(await read.catch((error: ReplyError) => error.code)).toBe(said);
    },
  );

  it('have ranges of their own on a 7022', async () => {
    const { client, run } = await bench(() => [simulatedAnalogOutput('7022')]);
    const { analogOutputs } = client.module(1, { family: '7022' });
    await run(analogOutputs.setRange({ range: 1, slew: 0 }, { channel: 1 }));
    expect(await run(analogOutputs.range({ channel: 1 }))).toEqual({ range: 1, slew: 0 });
    await expect(run(analogOutputs.write(3.9, { channel: 1 }))).rejects.toThrow('4 to 20 mA');
    await run(analogOutputs.write(20, { channel: 1 }));
    expect(await run(analogOutputs.commanded({ channel: 1 }))).toBe(20);
  });

  it('store and tell the power-on value on a 7024', async () => {
    const module = simulatedAnalogOutput('7024');
    const { client, run } = await bench(() => [module]);
    const { analogOutputs } = client.module(1, { family: '7024' });
    await run(analogOutputs.write(3, { channel: 2 }));
    await run(analogOutputs.storePowerOn(3, { channel: 2 }));
    await run(analogOutputs.write(4, { channel: 2 }));
    module.powerCycle();
    expect(module.value(2)).toBe(3);
    expect(await run(analogOutputs.powerOn({ channel: 2 }))).toBe(3);
    await run(analogOutputs.trim(-95));
    await expect(run(analogOutputs.trim(-96))).rejects.toBeInstanceOf(UsageError);
  });
});
