import { describe, expect, it, vi } from 'vitest';
import { ANSWER_772, bytes, listen, makeBench, outcome, READ_289 } from './bench.fixture.js';
import { temperatureController } from './instruments/temperature-controller.js';
import { VirtualLine } from './virtual-line.js';

describe('a virtual line', () => {
  it('says that what answers is a simulation, and how long a character takes', () => {
    expect(
      new VirtualLine({ baudRate: 9600, characterBits: 11, name: 'test line' }).transport().medium,
    ).toEqual({
      name: 'test line',
      characterTime: 11_000 / 9600,
      simulated: true,
    });
    expect(new VirtualLine().medium).toEqual({ name: 'sim:', characterTime: 0, simulated: true });
  });

  it('refuses impossible settings', () => {
    expect(() => new VirtualLine({ baudRate: 0 })).toThrow('baudRate must be more than 0, not 0');
    expect(() => new VirtualLine({ characterBits: Number.NaN })).toThrow('characterBits');
    expect(() => new VirtualLine({ seed: 0.5 })).toThrow('seed must be a whole number');
  });

  it('lets every station hear every other one, and none itself', async () => {
    const { clock, virtual } = makeBench();
    const ends = [virtual.transport(), virtual.transport(), virtual.transport()];
    const listeners = await Promise.all(ends.map(end => listen(end, clock)));
    await clock.until(ends[1]!.write(bytes('01 02')));
    expect(listeners.map(({ heard }) => heard)).toEqual([[[0, '01 02']], [], [[0, '01 02']]]);
  });

  it('delivers nothing inside the writer’s call, and takes the bytes as they were', async () => {
    const { clock, virtual } = makeBench();
    const writer = virtual.transport();
    const { heard } = await listen(virtual.transport(), clock);
    await listen(writer, clock);
    const sent = bytes('07 08');
    const writing = writer.write(sent);
    sent.fill(0);
    const during = heard.length;
    await clock.until(writing);
    expect([during, heard]).toEqual([0, [[0, '07 08']]]);
  });

  it('lets an end hear itself when its adaptor echoes', async () => {
    const { clock, virtual } = makeBench({ baudRate: 1000 });
    const end = virtual.transport({ echo: true });
    const { heard } = await listen(end, clock);
    await clock.until(end.write(bytes('05 06')));
    expect(heard).toEqual([
      [10, '05'],
      [20, '06'],
    ]);
  });

  it('goes on when a listener fails, and shows its mistake', async () => {
    const { clock, virtual, transport } = makeBench();
    const mistakes: unknown[] = [];
    const { queueMicrotask } = globalThis;
    const spy = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(action =>
      queueMicrotask(() => {
        try {
          action();
        } catch (error) {
          mistakes.push(error);
        }
      }),
    );
    const mistake = new Error('a mistake');
    await virtual.transport().open({
      data: () => {
        throw mistake;
      },
      closed: () => undefined,
    });
    const { heard } = await listen(virtual.transport(), clock);
    await listen(transport, clock);
    await clock.until(transport.write(bytes('01')));
    await clock.until(transport.write(bytes('02')));
    spy.mockRestore();
    expect(heard.map(([, hex]) => hex)).toEqual(['01', '02']);
    expect(mistakes).toEqual([mistake, mistake]);
  });

  it('takes an instrument off again', async () => {
    const { clock, virtual, client } = makeBench({ line: { retries: 0 } });
    const detach = virtual.attach(temperatureController());
    expect(await clock.until(client.unit(1).readRegister(289))).toBe(772);
    detach();
    expect(await outcome(clock.until(client.unit(1).readRegister(289)))).toBe('TimeoutError no-reply');
  });

  it('answers several masters', async () => {
    const { clock, virtual } = makeBench();
    virtual.attach(temperatureController());
    const [first, second] = [virtual.transport(), virtual.transport()];
    const atFirst = await listen(first, clock);
    const atSecond = await listen(second, clock);
    await clock.until(first.write(bytes(READ_289)));
    await clock.advance(0);
    await clock.until(second.write(bytes(READ_289)));
    await clock.advance(0);
    expect(atFirst.hex()).toBe(`${ANSWER_772} ${READ_289} ${ANSWER_772}`);
    expect(atSecond.hex()).toBe(`${READ_289} ${ANSWER_772} ${ANSWER_772}`);
  });
});

describe('a virtual line that is cut', () => {
  it('reports the loss once, and can’t be opened until it is restored', async () => {
    const { clock, virtual, transport } = makeBench();
    const { reasons } = await listen(transport, clock);
    virtual.cut();
    virtual.cut();
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: 'disconnected' });
    expect(await outcome(transport.write(bytes('01')))).toBe('TransportError closed');
    expect(await outcome(listen(transport, clock))).toBe('TransportError open-failed');
    virtual.restore();
    await listen(transport, clock);
    expect(await outcome(transport.write(bytes('01')))).toBe(undefined);
  });

  it('ends a write that is under way', async () => {
    const { clock, virtual, transport } = makeBench({ baudRate: 1000 });
    await listen(transport, clock);
    const { heard } = await listen(virtual.transport(), clock);
    const writing = outcome(transport.write(bytes('01 02 03')));
    await clock.advance(15);
    virtual.cut();
    await clock.advance(100);
    expect(await writing).toBe('TransportError write-failed');
    expect(heard).toEqual([[10, '01']]);
  });

  it('is found again by a line, which then goes on', async () => {
    const { clock, virtual, client } = makeBench();
    virtual.attach(temperatureController());
    expect(await clock.until(client.unit(1).readRegister(289))).toBe(772);
    virtual.cut();
    expect(await outcome(clock.until(client.unit(1).readRegister(289)))).toMatch('TransportError');
    virtual.restore();
    await clock.advance(20_000);
    expect(client.line.state).toBe('open');
    expect(await clock.until(client.unit(1).readRegister(289))).toBe(772);
    expect(client.line.statistics.losses).toBe(1);
  });
});
