import { type BusError, Line, ReplyError, UsageError } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench.fixture.js';
import {
  DconClient,
  DconRejected,
  simulatedAnalogInput,
  simulatedCounter,
  simulatedDigital,
} from '../index.js';
import { checksumOf, encodeText, textOf } from '../wire/frame-text.js';

describe('identify', () => {
  it('tells name, family, firmware and configuration, and picks the family', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044', { address: 2, name: '7044D' })]);
    const module = client.module(2);
    const identity = await run(module.identify());
    expect(identity).toMatchObject({ address: 2, name: '7044D', firmware: 'B2.0', checksum: false });
    expect(identity.family?.title).toBe('I-7044');
    expect(identity.configuration).toMatchObject({
      typeCode: 0x40,
      baudRate: 9600,
      serialFormat: 'N81',
      checksum: false,
    });
    expect(module.family).toBe(identity.family);
  });

  it('a name that is not in the table has no family, and raw commands go on working', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044', { name: '7099' })]);
    const module = client.module(1);
    expect((await run(module.identify())).family).toBeUndefined();
    await expect(run(module.outputs.set(1, true))).rejects.toThrow("no module family '7099'");
    expect(await run(module.command('#011001'))).toBe('>');
  });

  it('finds a forgotten address: a module in INIT mode listens at 00 and answers with its own', async () => {
    const { client, run, sent } = await bench(() => [
      simulatedDigital('7060', { address: 0x2a, checksum: true, init: true }),
    ]);
    const identity = await run(client.module(0).identify());
    expect(identity).toMatchObject({ address: 0x2a, name: '7060', configuration: { checksum: true } });
    expect(sent[0]).toBe('$00M');
  });

  it('a scan finds modules with and without a checksum', async () => {
    const modules = [
      simulatedDigital('7044', { address: 2 }),
      simulatedCounter('7080', { address: 5, checksum: true }),
    ];
    const { client, clock, run } = await bench(() => modules);
    const found: string[] = [];
    const scan = async () => {
      for await (const { address, name, checksum } of client.scan({ addresses: [1, 2, 3, 5], timeout: 50 }))
        found.push(`${address} ${name} ${checksum}`);
    };
    await run(scan());
    expect(found).toEqual(['2 7044 false', '5 7080 true']);
    expect(clock.now()).toBeLessThan(1000);
  });
});

/** Says what the table has to each request, and nothing to others. */
const says = (table: Readonly<Record<string, string>>) => ({
  framing: simulatedDigital('7044').framing,
  answer: (frame: Uint8Array) => {
    const answer = table[textOf(frame)!.text];
    return answer === undefined ? undefined : encodeText(`${answer}\r`);
  },
});

describe('a scan tells of', () => {
  const scanned = async (answers: Readonly<Record<string, string>>) => {
    const { client, run } = await bench(() => [says(answers)]);
    const problems: unknown[] = [];
    const scan = async () => {
      const onProblem = (_: number, error: unknown) => problems.push((error as BusError).code);
      for await (const identity of client.scan({ addresses: [1], onProblem })) problems.push(identity);
    };
    await run(scan());
    return problems;
  };

  it('a module that says its name and then nothing', async () => {
    expect(await scanned({ $01M: '!017044' })).toEqual(['no-reply']);
    expect(await scanned({ $01MD2: `!017044${checksumOf('!017044')}` })).toEqual(['no-reply']);
  });

  it('what answers without being understood, such as two modules at once', async () => {
    expect(await scanned({ $01M: '0q7044' })).toEqual(['incomplete-reply']);
    expect(await scanned({})).toEqual([]);
  });
});

describe('configure', () => {
  it.each([
    ['refuses its name', { $02M: '?02' }],
    ['cannot be understood', { $02M: '0q70' }],
    ['comes with a wrong checksum', { $02MD3: '!02704400' }],
  ])('takes what %s at the new address for somebody', async (_, answers) => {
    const { client, run, sent } = await bench(() => [says(answers)]);
    const call = run(client.module(1, { family: '7044' }).configure({ address: 2 }));
    await expect(call).rejects.toThrow('somebody answers at address 02 already');
    expect(sent.join()).not.toContain('%');
  });

  it('does not call a line that is never silent somebody', async () => {
    const clock = new FakeClock();
    const peer = new ScriptedPeer(clock, { characterTime: 1 });
    const client = new DconClient(new Line(peer, { clock, timeout: 100, retries: 0 }));
    await clock.until(client.line.open());
    for (let time = 0; time < 1000; time += 1) clock.setTimer(() => peer.send('FF'), time);
    const call = client.module(1, { family: '7044' }).configure({ address: 2 });
    await expect(clock.until(call)).rejects.toMatchObject({ code: 'line-busy' });
  });

  it('finds a module in the window of a soft INIT at its new address', async () => {
    const module = simulatedDigital('7044');
    const { client, run } = await bench(() => [module]);
    const handle = client.module(1, { family: '7044' });
    await run(handle.service.softInit(60));
    const call = handle.configure({ address: 3, baudRate: 19200 }, { initMode: true });
    expect(await run(call)).toMatchObject({ address: 3, baudRate: 19200 });
  });

  it('changes the address, once it is known to be free, and reads it back there', async () => {
    const module = simulatedDigital('7044', { address: 1 });
    const { client, clock, run, sent } = await bench(() => [module]);
    const configuration = await run(client.module(1, { family: '7044' }).configure({ address: 2 }));
    expect(configuration.address).toBe(2);
    expect(sent).toEqual(['$02M', '$02MD3', '$012', '%0102400600', '$022', '$022']);
    expect(clock.now()).toBeGreaterThanOrEqual(1000);
    expect(module.unit).toBe(2);
  });

  it('does not give two modules one address', async () => {
    const modules = [
      simulatedDigital('7044', { address: 1 }),
      simulatedDigital('7060', { address: 2, checksum: true }),
    ];
    const { client, run, sent } = await bench(() => modules);
    const call = run(client.module(1, { family: '7044' }).configure({ address: 2 }));
    await expect(call).rejects.toThrow('somebody answers at address 02');
    expect(sent.some(text => text.startsWith('%'))).toBe(false);
  });

  it('asks for INIT mode before speed or checksum are changed', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044')]);
    const module = client.module(1, { family: '7044' });
    await expect(run(module.configure({ checksum: true }))).rejects.toBeInstanceOf(UsageError);
    await expect(run(module.configure({ baudRate: 19200 }))).rejects.toBeInstanceOf(UsageError);
    expect(sent).toEqual([]);
    const claimed = run(module.configure({ checksum: true }, { initMode: true }));
    await expect(claimed).rejects.toBeInstanceOf(DconRejected);
  });

  it('in INIT mode changes speed and checksum for after the next power-up', async () => {
    const leds = simulatedDigital('7044', { address: 7, init: true });
    const { client, run } = await bench(() => [leds]);
    const module = client.module(0, { family: '7044' });
    const written = await run(module.configure({ baudRate: 19200, checksum: true }, { initMode: true }));
    expect(written).toMatchObject({ address: 7, baudRate: 19200, checksum: true });
    expect(leds.checksum).toBe(false);
    leds.powerCycle();
    expect([leds.unit, leds.checksum]).toEqual([7, true]);
    expect(await run(client.module(7, { checksum: true }).name())).toBe('7044');
  });

  it('changes flags by name and leaves the others', async () => {
    const module = simulatedAnalogInput('7017', { flags: 0x81 });
    const { client, run } = await bench(() => [module]);
    const handle = client.module(1, { family: '7017' });
    expect(await run(handle.configure({ format: 'hex' }))).toMatchObject({ format: 'hex', rejectionHz: 50 });
    expect(await run(handle.configure({ rejectionHz: 60 }))).toMatchObject({
      format: 'hex',
      rejectionHz: 60,
    });
    expect(module.stored.flags).toBe(0x02);
  });

  it('nobody disturbs the module while it is busy', async () => {
    const { client, clock, run, trace } = await bench(() => [simulatedAnalogInput('7017')]);
    const handle = client.module(1, { family: '7017' });
    const write = handle.command('%0101080602');
    const read = handle.analogInputs.readChannel(0);
    await run(Promise.all([write, read]));
    const asked = trace.filter(({ kind }) => kind === 'request').map(({ time }) => time);
    expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(1000);
    expect(clock.now()).toBeLessThan(1100);
  });

  it('fails when the module keeps something else', async () => {
    const module = simulatedDigital('7044');
    const stubborn = {
      framing: module.framing,
      answer(frame: Uint8Array) {
        const answer = module.answer(frame);
        module.stored.flags = 0;
        return answer;
      },
    };
    const { client, run } = await bench(() => [stubborn]);
    const call = run(client.module(1, { family: '7044' }).configure({ counterEdge: 'rising' }));
    await expect(call).rejects.toBeInstanceOf(ReplyError);
  });
});
