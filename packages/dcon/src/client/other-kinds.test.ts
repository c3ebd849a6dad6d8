import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench.fixture.js';
import {
  type DconModule,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
} from '../index.js';

describe('what means something else to another kind of module is not sent to it', () => {
  it.each([
    ['clear', '@01CA'],
    ['disable', '@01DA'],
    ['clearEvents', '@01CE'],
  ] as const)('alarms.%s: to a digital module, %s sets all outputs', async (method, text) => {
    const leds = simulatedDigital('7044');
    const { client, run, sent } = await bench(() => [leds]);
    await expect(run(client.module(1, { family: '7044' }).alarms[method]())).rejects.toBeInstanceOf(
      UsageError,
    );
    await expect(run(client.module(1).alarms[method]())).rejects.toThrow('I-7044 has no alarms');
    expect(sent).not.toContain(text);
    expect(leds.outputs).not.toContain(true);
  });

  it('counterSettings.filter: to an analog output, $014 stores the power-on value', async () => {
    const output = simulatedAnalogOutput('7021');
    const { client, run } = await bench(() => [output]);
    const module = client.module(1, { family: '7021' });
    await run(module.analogOutputs.write(7.5));
    await expect(run(module.counterSettings.filter())).rejects.toBeInstanceOf(UsageError);
    output.powerCycle();
    expect(output.value()).toBe(0);
  });

  it.each<[string, (module: DconModule) => Promise<unknown>]>([
    ['$0141 stores a power-on value', module => module.counterSettings.setFilter(true)],
    ['$019100 is a range', module => module.counterSettings.showText('100')],
  ])('counterSettings: to several analog outputs, %s', async (_, call) => {
    const output = simulatedAnalogOutput('7022');
    const { client, run } = await bench(() => [output]);
    const module = client.module(1, { family: '7022' });
    await run(module.analogOutputs.write(7.5, { channel: 1 }));
    await expect(run(call(module))).rejects.toBeInstanceOf(UsageError);
    expect(await run(module.analogOutputs.range({ channel: 1 }))).toEqual({ range: 2, slew: 0 });
    output.powerCycle();
    expect(output.value(1)).toBe(0);
  });

  it('calibration.setJunctionOffset: a counter module shows $019+0010 as text', async () => {
    const counter = simulatedCounter('7080');
    const { client, run } = await bench(() => [counter]);
    const { calibration } = client.module(1, { family: '7080' });
    await expect(run(calibration.setJunctionOffset(0.16))).rejects.toBeInstanceOf(UsageError);
    await expect(run(calibration.junctionOffset())).rejects.toBeInstanceOf(UsageError);
    expect(counter.shown).toBe('');
  });

  it.each([
    [{ counterEdge: 'rising' }, simulatedAnalogInput('7018')],
    [{ rejectionHz: 50 }, simulatedDigital('7044')],
    [{ format: 'hex' }, simulatedDigital('7044')],
    [{ format: 'hex' }, simulatedCounter('7080')],
  ] as const)('configure: the bits of %j', async (changes, module) => {
    const { client, run } = await bench(() => [module]);
    const { family } = module;
    await expect(run(client.module(1, { family }).configure(changes))).rejects.toBeInstanceOf(UsageError);
    expect(module.stored.flags).toBe(0);
  });
});
