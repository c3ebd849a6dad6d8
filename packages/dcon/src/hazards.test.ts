import { FrameError, formatHex, Line, ReplyError, TimeoutError, UsageError } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { bench } from './bench.fixture.js';
import { DconClient, DconRejected, DconWatchdogTripped, simulatedDigital } from './index.js';
import { frameOf } from './wire/frame-text.js';

/** A line whose other end says what the test wants, when it wants. */
function scripted(timeout = 100) {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock);
  const line = new Line(peer, { clock, timeout, retries: 0 });
  const hex = (text: string, checksum = false) => formatHex(frameOf(text, checksum));
  return {
    clock,
    peer,
    line,
    client: new DconClient(line),
    expectText: (text: string, ...answers: [number, string][]) =>
      peer.expect(hex(text), ...answers.map(([delay, answer]) => [delay, hex(answer)] as const)),
    hex,
  };
}

describe('the checksum of a module is not guessed with commands that write', () => {
  it('a module whose checksum is off takes @01 and its checksum for a write', () => {
    const module = simulatedDigital('7044');
    module.answer(frameOf('@01', true));
    expect(module.outputs).toEqual([true, false, false, false, false, true, false, true]);
  });

  it('so with checksum: true the module has to prove it first', async () => {
    const leds = simulatedDigital('7044');
    const { client, run, sent } = await bench(() => [leds], { retries: 0 });
    const module = client.module(1, { family: '7044', checksum: true });
    await expect(run(module.outputs.read())).rejects.toBeInstanceOf(TimeoutError);
    await expect(run(module.command('@01'))).rejects.toBeInstanceOf(TimeoutError);
    await expect(run(module.service.restarted())).rejects.toBeInstanceOf(TimeoutError);
    expect(sent).toEqual(['$01MD2', '$01MD2', '$01MD2']);
    expect(leds.outputs).not.toContain(true);
  });

  it('and proves it once', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044', { checksum: true })]);
    const module = client.module(1, { family: '7044', checksum: true });
    await run(module.outputs.read());
    await run(module.outputs.read());
    expect(sent).toEqual(['$01MD2', '@01A1', '@01A1']);
  });

  it.each([true, false])('auto finds out that it is %s, with harmless commands', async checksum => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7044', { checksum })], { retries: 0 });
    const module = client.module(1, { family: '7044', checksum: 'auto' });
    await run(module.outputs.set(1, true));
    await run(module.outputs.set(2, true));
    const probes = checksum ? ['$01M', '$01MD2'] : ['$01M'];
    expect(sent.slice(0, probes.length)).toEqual(probes);
    expect(sent.slice(probes.length).map(text => text.slice(0, 7))).toEqual(['#011001', '#011101']);
  });

  it('a write without a checksum to a module that has one on is not done', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044', { checksum: true })], { retries: 0 });
    await expect(run(client.module(1, { family: '7044' }).outputs.set(1, true))).rejects.toBeInstanceOf(
      TimeoutError,
    );
  });
});

describe('done is exactly >', () => {
  it('an answer with data says that something else was done', async () => {
    const { client, clock, expectText } = scripted();
    expectText('@01A1', [1, '>060F']);
    const asked = clock.until(client.module(1, { family: '7044' }).command('@01A1'));
    await expect(asked).rejects.toBeInstanceOf(ReplyError);
  });

  it('> behind the rest of something is not taken for done', async () => {
    const { client, clock, expectText } = scripted();
    expectText('#011001', [1, '4006>']);
    await expect(clock.until(client.module(1).command('#011001'))).rejects.toBeInstanceOf(TimeoutError);
  });

  it('a bare ! to a write is the watchdog, and to a read nothing', async () => {
    const { client, clock, expectText } = scripted();
    expectText('#011001', [1, '!']);
    await expect(clock.until(client.module(1).command('#011001'))).rejects.toBeInstanceOf(
      DconWatchdogTripped,
    );
    expectText('$01M', [1, '!'], [2, '!017044']);
    expect(await clock.until(client.module(1).name())).toBe('7044');
  });
});

describe('a late answer is never the answer to a later question', () => {
  it('not even to that of another module, because it says of neither whose it is', async () => {
    const { client, clock, expectText, peer } = scripted(100);
    expectText('@01', [150, '>0F0F']);
    expectText('@02', [5, '>000F']);
    const first = client.module(1, { family: '7044' }).outputs.read();
    const second = client.module(2, { family: '7044' }).outputs.read();
    await expect(clock.until(first)).rejects.toBeInstanceOf(TimeoutError);
    expect(await clock.until(second)).toEqual(Array(8).fill(false));
    expect(peer.written.map(([time]) => time)).toEqual([0, 150]);
  });

  it('> of one module does not confirm the write of another', async () => {
    const { client, clock, expectText, peer } = scripted(100);
    expectText('#011001', [120, '>']);
    expectText('#021001', [5, '!']);
    const first = client.module(1, { family: '7044' }).outputs.set(1, true);
    const second = client.module(2, { family: '7044' }).outputs.set(1, true);
    await expect(clock.until(first)).rejects.toMatchObject({
      code: 'no-reply',
      facts: { outcomeUnknown: true },
    });
    await expect(clock.until(second)).rejects.toBeInstanceOf(DconWatchdogTripped);
    // No copy of the late answer can come any more, either.
    expect(peer.written[1]![0]).toBe(140);
  });

  it('reading the outputs back after a lost write does not wait for it', async () => {
    const { client, clock, expectText, peer } = scripted(100);
    expectText('#011001');
    expectText('@01', [2, '>010F']);
    const { outputs } = client.module(1, { family: '7044' });
    await expect(clock.until(outputs.set(1, true))).rejects.toBeInstanceOf(TimeoutError);
    expect(await clock.until(outputs.get(1))).toBe(true);
    expect(peer.written[1]![0]).toBe(100);
  });

  it('a refusal of another module is not taken', async () => {
    const { client, clock, expectText } = scripted();
    expectText('$012', [1, '?02'], [2, '!01400600']);
    expect((await clock.until(client.module(1).configuration())).address).toBe(1);
  });
});

describe('EEPROM', () => {
  it('is written once, although no answer came', async () => {
    const { client, clock, expectText, peer } = scripted();
    expectText('~01OPUMP');
    const { service } = client.module(1, { family: '7044' });
    await expect(clock.until(service.rename('PUMP'))).rejects.toMatchObject({ code: 'no-reply' });
    expect(peer.written).toHaveLength(1);
    await expect(clock.until(service.rename('PUMP', { repeatable: true }))).rejects.toBeInstanceOf(
      UsageError,
    );
    await expect(clock.until(client.module(1).command('~015P', { repeatable: true }))).rejects.toBeInstanceOf(
      UsageError,
    );
  });

  it('what clears by being read is asked for once', async () => {
    const clock = new FakeClock();
    const peer = new ScriptedPeer(clock);
    const client = new DconClient(new Line(peer, { clock, timeout: 50, retries: 3 }));
    peer.expect(formatHex(frameOf('$015', false)));
    await expect(
      clock.until(client.module(1, { family: '7044' }).service.restarted()),
    ).rejects.toBeInstanceOf(TimeoutError);
    expect(peer.written).toHaveLength(1);
  });

  it('default outputs are stored only when they are what the caller thinks', async () => {
    const { client, run, sent } = await bench(() => [simulatedDigital('7060')]);
    const module = client.module(1, { family: '7060' });
    await run(module.outputs.write([true, false, false, true]));
    await expect(run(module.defaults.storeSafe([true, false, false, false]))).rejects.toBeInstanceOf(
      UsageError,
    );
    expect(sent).not.toContain('~015S');
    await run(module.defaults.storeSafe([true, false, false, true]));
    expect(await run(module.defaults.safe())).toEqual([true, false, false, true]);
    expect(await run(module.defaults.powerOn())).toEqual([false, false, false, false]);
  });
});

describe('damage', () => {
  it('of an answer with a checksum is a checksum error, and a read is repeated', async () => {
    const { clock, peer, line, hex } = scripted();
    peer.expect(hex('$012', true), [1, hex('!01400600').replace('0D', '41 44 0D')]);
    peer.expect(hex('$012', true), [1, hex('!01400600', true)]);
    const module = new DconClient(line).module(1, { checksum: true });
    expect((await clock.until(module.configuration({ retries: 1 }))).typeCode).toBe(0x40);
  });

  it('of the answer to a write is a checksum error whose outcome is unknown', async () => {
    const { clock, peer, line, hex } = scripted();
    peer.expect(hex('$01M', true), [1, hex('!017044', true)]);
    peer.expect(hex('#011001', true), [1, hex('>', false)]);
    const module = new DconClient(line).module(1, { checksum: true, family: '7044' });
    const failure = clock.until(module.outputs.set(1, true));
    await expect(failure).rejects.toBeInstanceOf(FrameError);
    await expect(failure).rejects.toMatchObject({ facts: { outcomeUnknown: true } });
  });
});

describe('raw commands', () => {
  it('return what the module said', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044', { address: 2 })]);
    expect(await run(client.module(2).command('$022'))).toBe('!02400600');
  });

  it.each(['022', '$2', '$0a2', '$022\r', '#**', '$01M!', ''])(
    'refuse %j, which is no request',
    async text => {
      const { client, run, sent } = await bench(() => [simulatedDigital('7044')]);
      await expect(run(client.module(1).command(text))).rejects.toBeInstanceOf(UsageError);
      expect(sent).toEqual([]);
    },
  );

  it('are for the module that is asked', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044')]);
    await expect(run(client.module(1).command('$022'))).rejects.toThrow('for module 02');
  });

  it('need a word about the answer when families answer differently', async () => {
    const { client, run } = await bench(() => [simulatedDigital('7044')]);
    await expect(run(client.module(1).command('#011'))).rejects.toThrow('answered differently');
    expect(await run(client.module(1).command('#011', { answer: 'reply' }))).toBe('!0100000');
    expect(await run(client.module(1, { family: '7044' }).command('#011'))).toBe('!0100000');
  });

  it('tell a refusal from silence', async () => {
    const { client, clock, expectText } = scripted();
    expectText('$01Z', [1, '?01']);
    await expect(clock.until(client.module(1).command('$01Z'))).rejects.toBeInstanceOf(DconRejected);
    expectText('$01Z');
    await expect(clock.until(client.module(1).command('$01Z'))).rejects.toBeInstanceOf(TimeoutError);
  });
});
