import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench.fixture.js';
import { DconClient, DconRejected, DconWatchdogTripped, frameOf, simulatedDigital } from '../index.js';
import { SimulatedDigitalModule } from '../simulated/index.js';

describe('one output at a time', () => {
  it('lighting LED 3 of an I-7044 leaves LED 2 on', async () => {
    const leds = simulatedDigital('7044', { address: 2 });
    const { client, run, sent } = await bench(() => [leds]);
    const module = client.module(2, { family: '7044' });
    await run(module.outputs.set(2, true));
    await run(module.outputs.set(3, true));
    expect(sent).toEqual(['#021101', '#021201']);
    expect(await run(module.outputs.read())).toEqual([false, true, true, false, false, false, false, false]);
    await run(module.outputs.set(2, false));
    expect(leds.outputs).toEqual([false, false, true, false, false, false, false, false]);
  });

  it('by hand, #020004 puts LED 2 out', async () => {
    const leds = simulatedDigital('7044', { address: 2 });
    const { client, run } = await bench(() => [leds]);
    const module = client.module(2);
    expect(await run(module.command('#020002'))).toBe('>');
    expect(await run(module.command('#020004'))).toBe('>');
    expect(await run(module.command('@02'))).toBe('>040F');
  });

  it('asks the module for its name once, when no family was given', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7050', { address: 5 })]);
    const module = client.module(5);
    await run(module.outputs.set(0, true));
    await run(module.outputs.set(7, true));
    expect(sent).toEqual(['$05M', '#051001', '#051701']);
  });

  it('uses the upper group for outputs 8 and above', async () => {
    const module = simulatedDigital('7043');
    const { client, run, sent } = await bench(() => [module]);
    await run(client.module(1, { family: '7043' }).outputs.set(15, true));
    expect(sent).toEqual(['#01B701']);
    expect(module.outputs.lastIndexOf(true)).toBe(15);
  });

  it('refuses outputs that the label does not have, before anything is sent', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044')]);
    const { outputs } = client.module(1, { family: '7044' });
    for (const output of [0, 9, 1.5, Number.NaN])
      await expect(run(outputs.set(output, true))).rejects.toBeInstanceOf(UsageError);
    expect(sent).toEqual([]);
  });

  it('refuses a group write that does not name every output', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044')]);
    const { outputs } = client.module(1, { family: '7044' });
    await expect(run(outputs.write([true, false]))).rejects.toThrow('all 8 outputs and was given 2 states');
    expect(sent).toEqual([]);
  });

  it('does not rely on an unconfirmed layout unless allowed', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7055')]);
    await expect(run(client.module(1, { family: '7055' }).outputs.set(0, true))).rejects.toThrow(
      'no source confirms',
    );
    expect(sent).toEqual([]);
    await run(client.module(1, { family: '7055', acceptUnconfirmed: true }).outputs.set(0, true));
    expect(sent).toEqual(['#011001']);
  });
});

describe('read, modify, write', () => {
  it('is not split by another caller of the line, through whatever client', async () => {
    const leds = simulatedDigital('7044');
    const { client, line, run, sent } = await bench(() => [leds]);
    const other = new DconClient(line).module(1, { family: '7044' });
    const { outputs } = client.module(1, { family: '7044' });
    const calls = [
      outputs.change({ 1: true }),
      other.outputs.change({ 2: true, 3: true }),
      other.outputs.set(8, true),
      other.command('#011601'),
      outputs.set(4, true, { method: 'read-modify-write' }),
      outputs.change({ 2: false }),
    ];
    await run(Promise.all(calls));
    expect(sent).toEqual([
      '@01',
      '@0101',
      '@01',
      '@0107',
      '#011701',
      '#011601',
      '@01',
      '@01CF',
      '@01',
      '@01CD',
    ]);
    expect(leds.outputs).toEqual([true, false, true, true, false, false, true, true]);
  });

  it('calls made at once, through any handle, have the effect that they have one after another', async () => {
    const output = fc.integer({ min: 1, max: 8 });
    const states = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    const method = fc.constantFrom<'single' | 'read-modify-write'>('single', 'read-modify-write');
    const call = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), output, on: fc.boolean(), method }),
      fc.record({
        kind: fc.constant('change' as const),
        outputs: fc.dictionary(output.map(String), fc.boolean()),
      }),
      fc.record({ kind: fc.constant('write' as const), states }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async calls => {
        const leds = simulatedDigital('7044');
        const { client, line, run } = await bench(() => [leds]);
        const handles = [
          client.module(1, { family: '7044' }),
          new DconClient(line).module(1, { family: '7044' }),
        ];
        const expected = Array<boolean>(8).fill(false);
        const made = calls.map((made, index) => {
          const { outputs } = handles[index % 2]!;
          if (made.kind === 'set') {
            expected[made.output - 1] = made.on;
            return outputs.set(made.output, made.on, { method: made.method });
          }
          if (made.kind === 'write') {
            expected.splice(0, 8, ...made.states);
            return outputs.write(made.states);
          }
          for (const [label, on] of Object.entries(made.outputs)) expected[Number(label) - 1] = on;
          return outputs.change(made.outputs);
        });
        await run(Promise.all(made));
        expect(leds.outputs).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on with the next caller when one fails or is given up', async () => {
    const leds = simulatedDigital('7044');
    const { client, run } = await bench(() => [leds]);
    const { outputs } = client.module(1, { family: '7044' });
    const abort = new AbortController();
    const first = outputs.change({ 1: true });
    const second = outputs.change({ 2: true }, { signal: abort.signal });
    const third = outputs.change({ 3: true });
    abort.abort();
    const results = await run(Promise.allSettled([first, second, third]));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(leds.outputs.slice(0, 3)).toEqual([true, false, true]);
  });

  it('writes nothing when the module reads outputs that it does not have', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7063')]);
    const { outputs } = client.module(1, { family: '7063', layout: ['inputs', 'outputs'] });
    await expect(run(outputs.change({ 1: true }))).rejects.toMatchObject({ code: 'malformed' });
    expect(sent).toEqual(['@01']);
  });

  it('are not read to be modified where sources disagree: the inputs of an I-7063 might be written', async () => {
    const sold = simulatedDigital('7063').family;
    const family = { ...sold, digital: { ...sold.digital!, layout: ['inputs', 'outputs'] as const } };
    const module = new SimulatedDigitalModule(family);
    for (let input = 4; input <= 8; input += 1) module.setInput(input, false);
    const { client, run } = await bench(() => [module]);
    const set = (layout?: readonly ['inputs', 'outputs']) => {
      const { outputs } = client.module(1, { family: '7063', ...(layout === undefined ? {} : { layout }) });
      return run(outputs.set(1, true, { method: 'read-modify-write' }));
    };
    await expect(set()).rejects.toBeInstanceOf(UsageError);
    expect(module.outputs).toEqual([false, false, false]);
    await set(['inputs', 'outputs']);
    expect(module.outputs).toEqual([true, false, false]);
  });

  it('does not read what sources disagree about: an I-7060 is told one output after another', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7060')]);
    await run(client.module(1, { family: '7060' }).outputs.change({ 2: true, 4: false }));
    const known = client.module(1, { family: '7060', layout: ['outputs', 'inputs'] });
    await run(known.outputs.change({ 4: true, 2: false }));
    expect(sent).toEqual(['#011101', '#011300', '@01', '@018']);
  });

  it('fails when the outputs are not as written', async () => {
    const module = simulatedDigital('7044');
    const deaf = {
      framing: module.framing,
      answer: (frame: Uint8Array) => (frame[0] === 0x23 ? frameOf('>', false) : module.answer(frame)),
    };
    const { client, run } = await bench(() => [deaf]);
    const call = run(client.module(1, { family: '7044' }).outputs.set(1, true, { verify: true }));
    await expect(call).rejects.toMatchObject({ code: 'wrong-echo' });
  });

  it('reads back when asked to', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044')]);
    const { outputs } = client.module(1, { family: '7044' });
    await run(outputs.change({ 2: true, 4: true }, { verify: true }));
    await run(outputs.write(Array(8).fill(true), { verify: true }));
    expect(sent).toEqual(['@01', '@010A', '@01', '@01FF', '@01']);
  });
});

describe('what keeps outputs from being written', () => {
  it('a tripped host watchdog is an error of its own', async () => {
    const { client, clock, run } = await bench(clock => [simulatedDigital('7044', { clock })]);
    const module = client.module(1, { family: '7044' });
    await run(module.outputs.set(1, true));
    await run(module.watchdog.enable(1000));
    await clock.advance(900);
    await run(client.hostOk());
    await clock.advance(900);
    expect(await run(module.watchdog.status())).toEqual({ tripped: false, enabled: true });
    await clock.advance(200);
    expect(await run(module.watchdog.status())).toEqual({ tripped: true, enabled: undefined });
    const failure = run(module.outputs.set(2, true));
    await expect(failure).rejects.toBeInstanceOf(DconWatchdogTripped);
    expect(await run(module.outputs.read())).toEqual(Array(8).fill(false));
    await run(module.watchdog.clear());
    await run(module.outputs.set(2, true));
    expect(await run(module.outputs.get(2))).toBe(true);
  });

  it.each(['?', '?AA'] as const)('a refusal as %s is a refusal', async refusal => {
    const { client, run } = await bench(() => [simulatedDigital('7060', { refusal })]);
    const failure = run(client.module(1).command('#010010'));
    await expect(failure).rejects.toBeInstanceOf(DconRejected);
  });
});
