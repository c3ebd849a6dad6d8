import { simulatedAnalogInput, simulatedAnalogOutput, simulatedCounter, simulatedDigital } from '@bus/dcon';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../../test/virtual-context.js';
import { dconInfo } from './info.js';
import { dconRead } from './read.js';
import { dconSend } from './send.js';
import { dconSet } from './set.js';

const port = '/dev/ttyUSB1';
const at02 = { port, address: '02' };

/** A module that says that it carried an order out, and does not. */
function lying<M extends ReturnType<typeof simulatedDigital | typeof simulatedAnalogOutput>>(module: M) {
  const answer = (frame: Uint8Array) =>
    frame[0] === '#'.charCodeAt(0) ? Uint8Array.of(0x3e, 0x0d) : module.answer(frame);
  return { unit: module.unit, framing: module.framing, answer };
}

describe('asking a module what it is', () => {
  it('gives name, model, firmware and configuration', async () => {
    const { context, made, lines } = contextWith(simulatedDigital('7044', { address: 2 }));
    expect(await dconInfo(at02, context)).toEqual({
      port,
      framing: 'dcon',
      simulated: false,
      address: '02',
      name: '7044',
      model: 'I-7044',
      kind: 'digital',
      firmware: 'B2.0',
      storedAddress: '02',
      baudRate: 9600,
      serialFormat: 'N81',
      checksum: false,
      typeCode: '40',
      elapsed: expect.any(Number),
    });
    expect(made).toEqual([[port, { baudRate: 9600 }]]);
    expect(lines.map(({ description }) => description)).toEqual(['virtual dcon 02, checksum off, identify']);
  });

  it('finds out about the checksum, and about a forgotten address', async () => {
    const checked = contextWith(simulatedDigital('7060', { address: 2, checksum: true }));
    const auto = { ...at02, checksum: 'auto', timeout: 20, retries: 0 } as const;
    expect(await dconInfo(auto, checked.context)).toMatchObject({ framing: 'dcon+checksum', checksum: true });
    const init = contextWith(simulatedDigital('7044', { address: 0x1f, init: true }));
    expect(await dconInfo({ port, address: '00' }, init.context)).toMatchObject({ storedAddress: '1F' });
  });

  it('ends when nobody answers', async () => {
    const { context } = contextWith();
    const asking = dconInfo({ ...at02, timeout: 5, retries: 0 }, context);
    await expect(asking).rejects.toMatchObject({ code: 'no-reply' });
  });
});

describe('reading a module', () => {
  it('gives outputs and inputs by their numbers on the label, and how often inputs switched', async () => {
    const module = simulatedDigital('7044', { address: 2 });
    module.setInput(3, false);
    const { context } = contextWith(module);
    const { values, name } = await dconRead({ ...at02, counters: true }, context);
    expect(name).toBe('7044');
    expect(values.map(({ kind, channel, value }) => `${kind} ${channel} ${value}`)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map(channel => `output ${channel} false`),
      ...['input 1 true', 'input 2 true', 'input 3 false', 'input 4 true'],
      ...['count 1 0', 'count 2 0', 'count 3 1', 'count 4 0'],
    ]);
  });

  it('gives analog inputs with their units, and no value for a range mark', async () => {
    const { context } = contextWith(simulatedAnalogInput('7017', { address: 2, values: [1.5, 'over'] }));
    const { values } = await dconRead(at02, context);
    expect(values).toHaveLength(8);
    expect(values.slice(0, 2)).toEqual([
      { kind: 'analog input', channel: 0, value: 1.5, unit: 'V', status: 'ok' },
      { kind: 'analog input', channel: 1, unit: 'V', status: 'over' },
    ]);
  });

  it('takes numbers of another length than the manuals print only when it is told to', async () => {
    const module = simulatedAnalogInput('7017', { address: 2, values: [1.5] });
    const short = {
      unit: module.unit,
      framing: module.framing,
      answer: (frame: Uint8Array) => {
        const text = new TextDecoder().decode(module.answer(frame));
        return new TextEncoder().encode(text.replace('+01.500', '+01.50'));
      },
    };
    const { context } = contextWith(short);
    await expect(dconRead({ ...at02, retries: 0 }, context)).rejects.toMatchObject({ code: 'malformed' });
    const { values } = await dconRead({ ...at02, anyWidth: true }, context);
    expect(values[0]).toMatchObject({ value: 1.5, unit: 'V' });
  });

  it.each([
    ['7022', 0x3f],
    ['7024', 0x32],
  ])('gives the analog outputs of a %s with their units', async (model, typeCode) => {
    const { context } = contextWith(simulatedAnalogOutput(model, { address: 2, typeCode }));
    const { values } = await dconRead(at02, context);
    expect(values[1]).toEqual({ kind: 'analog output', channel: 1, value: 0, unit: 'V' });
  });

  it('gives counters, or frequencies', async () => {
    const counter = contextWith(simulatedCounter('7080', { address: 2 }));
    expect((await dconRead(at02, counter.context)).values[1]).toEqual({
      kind: 'counter',
      channel: 1,
      value: 0,
    });
    const meter = contextWith(simulatedCounter('7080', { address: 2, typeCode: 0x51 }));
    expect((await dconRead(at02, meter.context)).values[0]).toMatchObject({ kind: 'frequency', unit: 'Hz' });
  });

  it('needs to know the model', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2, name: 'PUMP' }));
    await expect(dconRead(at02, context)).rejects.toThrow("calls itself 'PUMP', which is no known model");
    expect((await dconRead({ ...at02, family: '7044' }, context)).values).toHaveLength(12);
  });
});

describe('setting an output', () => {
  it('switches one and leaves the others', async () => {
    const module = simulatedDigital('7044', { address: 2 });
    const { context } = contextWith(module);
    await dconSet({ ...at02, output: 8, on: true }, context);
    const result = await dconSet({ ...at02, output: 2, on: true }, context);
    expect(result).toMatchObject({ name: '7044', kind: 'output', channel: 2, value: true });
    expect(module.outputs).toEqual([false, true, false, false, false, false, false, true]);
  });

  it('sets an analog output, and reads it back', async () => {
    const module = simulatedAnalogOutput('7024', { address: 2, typeCode: 0x33 });
    const { context } = contextWith(module);
    const result = await dconSet({ ...at02, channel: 3, value: -4.5 }, context);
    expect(result).toMatchObject({ kind: 'analog output', channel: 3, value: -4.5 });
    expect(module.value(3)).toBe(-4.5);
  });

  it('fails when the output is not as it was set', async () => {
    const digital = contextWith(lying(simulatedDigital('7044', { address: 2 })));
    await expect(dconSet({ ...at02, output: 1, on: true }, digital.context)).rejects.toMatchObject({
      code: 'wrong-echo',
    });
    const analog = contextWith(lying(simulatedAnalogOutput('7024', { address: 2 })));
    await expect(dconSet({ ...at02, channel: 0, value: 1 }, analog.context)).rejects.toMatchObject({
      code: 'wrong-echo',
    });
  });

  it('says that the watchdog has tripped', async () => {
    const module = simulatedDigital('7044', { address: 2 });
    module.stored.tripped = true;
    const { context } = contextWith(module);
    await expect(dconSet({ ...at02, output: 1, on: true }, context)).rejects.toMatchObject({
      name: 'DconWatchdogTripped',
      code: 'device',
    });
  });

  it.each([
    ['nothing', {}],
    ['an output without a state', { output: 1 }],
    ['a state without an output', { on: true }],
    ['a channel without a value', { channel: 0 }],
    ['both kinds at once', { output: 1, on: true, channel: 0, value: 1 }],
    ['an address that is none', { output: 1, on: true, address: '2' }],
    ['a family that does not exist', { output: 1, on: true, family: '9999' }],
  ])('refuses %s before the port is opened', async (_, what) => {
    const { context, lines } = contextWith(simulatedDigital('7044', { address: 2 }));
    await expect(dconSet({ ...at02, ...what }, context)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(lines).toEqual([]);
  });

  it('refuses an output that the module does not have', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    await expect(dconSet({ ...at02, output: 9, on: true }, context)).rejects.toThrow('outputs 1 to 8');
    await expect(dconSet({ ...at02, channel: 0, value: 1 }, context)).rejects.toThrow('no analog outputs');
  });
});

describe('sending a request as it is', () => {
  it('returns the raw answer', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    expect(await dconSend({ port, text: '$022' }, context)).toEqual({
      port,
      framing: 'dcon',
      simulated: false,
      address: '02',
      request: '$022',
      answer: '!02400600',
      elapsed: expect.any(Number),
    });
  });

  it('adds the checksum, and asks something harmless first where one could be taken for data', async () => {
    const { context, trace } = contextWith(simulatedDigital('7044', { address: 2, checksum: true }));
    expect((await dconSend({ port, text: '@02', checksum: 'on' }, context)).answer).toBe('>000F');
    const sent = trace.filter(({ kind }) => kind === 'request');
    expect(sent.map(({ bytes }) => String.fromCharCode(...bytes))).toEqual(['$02MD3\r', '@02A2\r']);
  });

  it('sends broadcasts, which nobody answers', async () => {
    const { context, trace } = contextWith(simulatedDigital('7044', { address: 2 }));
    const result = await dconSend({ port, text: '#**' }, context);
    expect(result).not.toHaveProperty('answer');
    await dconSend({ port, text: '~**', checksum: 'on' }, context);
    expect(trace.map(({ bytes }) => String.fromCharCode(...bytes))).toEqual(['#**\r', '~**D2\r']);
  });

  it('passes on what the module refuses', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    const sending = dconSend({ port, text: '%0202400A00' }, context);
    await expect(sending).rejects.toMatchObject({ name: 'DconRejected', code: 'device' });
  });

  it.each(['022', '$2', '$0a2', '!02', '', '$02>', '$02é'])(
    "refuses '%s', which is no request",
    async text => {
      const { context, lines } = contextWith();
      await expect(dconSend({ port, text }, context)).rejects.toThrow('is no DCON request');
      expect(lines).toEqual([]);
    },
  );

  it('wants to know what to expect where families differ', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    await expect(dconSend({ port, text: '#020' }, context)).rejects.toMatchObject({
      code: 'bad-argument',
      hint: expect.stringContaining('--answer data'),
    });
    expect((await dconSend({ port, text: '#020', answer: 'reply' }, context)).answer).toBe('!0200000');
  });
});
