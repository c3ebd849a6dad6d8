import { describe, expect, it } from 'vitest';
import {
  ANSWER_772,
  bytes,
  listen,
  makeBench,
  numberAt,
  numberedInstrument,
  outcome,
  READ_289,
} from '../bench.fixture.js';
import { chunked, portLoss } from '../faults/time-faults.js';
import { temperatureController } from '../instruments/temperature-controller.js';

/** 1 byte in 10 ms. */
const SLOW = { baudRate: 1000 };

describe('a wire with a baud rate', () => {
  it('lets each byte arrive when its last bit has, and ends the write with the last one', async () => {
    const { clock, virtual, transport } = makeBench(SLOW);
    const { heard } = await listen(virtual.transport(), clock);
    await listen(transport, clock);
    await clock.until(transport.write(bytes('01 02 03')));
    expect(clock.now()).toBe(30);
    expect(heard).toEqual([
      [10, '01'],
      [20, '02'],
      [30, '03'],
    ]);
  });

  it('takes at 9600 bit/s what question, silence and answer take', async () => {
    const { clock, virtual, transport, client } = makeBench({ baudRate: 9600 });
    virtual.attach(temperatureController());
    const monitor = await listen(virtual.transport(), clock);
    const character = transport.medium.characterTime;
    expect(await clock.until(client.unit(1).readRegister(289, { decimals: 1 }))).toBe(77.2);
    // 3.5 characters of silence, 8 bytes, 3.5 characters, 7 bytes.
    expect(clock.now()).toBeCloseTo(22 * character, 6);
    expect(monitor.hex()).toBe(`${READ_289} ${ANSWER_772}`);
    const times = monitor.heard.map(([time]) => time);
    const due = [
      ...Array.from({ length: 8 }, (_, i) => 4.5 + i),
      ...Array.from({ length: 7 }, (_, i) => 16 + i),
    ];
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(due[index]! * character, 5);
  });

  it('keeps to the time although the timers fire early', async () => {
    const { clock, virtual, transport } = makeBench(SLOW);
    const { setTimer } = clock;
    clock.setTimer = (action, milliseconds) =>
      setTimer.call(clock, action, milliseconds > 1 ? milliseconds - 0.7 : milliseconds);
    const { heard } = await listen(virtual.transport(), clock);
    await listen(transport, clock);
    await clock.until(transport.write(bytes('01 02')));
    expect(heard.map(([time, hex]) => [Math.round(time), hex])).toEqual([
      [10, '01'],
      [20, '02'],
    ]);
    expect(heard.every(([time], index) => time >= 10 * (index + 1))).toBe(true);
  });

  it('delivers everything that is due at once when a timer fires late', async () => {
    const { clock, virtual, transport } = makeBench(SLOW);
    const { heard } = await listen(virtual.transport(), clock);
    await listen(transport, clock);
    const { setTimer } = clock;
    clock.setTimer = (action, milliseconds) => setTimer.call(clock, action, milliseconds + 15);
    await clock.until(transport.write(bytes('01 02 03')));
    expect(heard).toEqual([
      [25, '01 02'],
      [45, '03'],
    ]);
  });

  it('puts one write of a station behind the other', async () => {
    const { clock, virtual, transport } = makeBench(SLOW);
    const { heard } = await listen(virtual.transport(), clock);
    await listen(transport, clock);
    await clock.until(Promise.all([transport.write(bytes('01')), transport.write(bytes('02'))]));
    expect(heard).toEqual([
      [10, '01'],
      [20, '02'],
    ]);
  });

  it('spoils the bytes of two that send at the same time, for everybody else', async () => {
    const { clock, virtual, transport: first } = makeBench(SLOW);
    const second = virtual.transport();
    const atFirst = await listen(first, clock);
    const atSecond = await listen(second, clock);
    const monitor = await listen(virtual.transport(), clock);
    const writing = first.write(bytes('FF 0F F0'));
    await clock.advance(5);
    await clock.until(Promise.all([writing, second.write(bytes('3C AA'))]));
    expect(monitor.heard).toEqual([
      [10, '3C'],
      [20, '0A'],
      [30, 'F0'],
    ]);
    expect(atFirst.heard).toEqual([]);
    expect(atSecond.heard).toEqual([[30, 'F0']]);
  });

  it('survives the loss of the port of one that is just spoiling the answer', async () => {
    const { clock, virtual, transport } = makeBench({ ...SLOW, faults: [{ fault: portLoss({ after: 4 }) }] });
    virtual.attach(temperatureController({ delay: 30 }));
    const second = virtual.transport();
    const { reasons } = await listen(second, clock);
    await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(65);
    const writing = outcome(second.write(bytes('01 02')));
    await clock.advance(100);
    expect(await writing).toBe('TransportError write-failed');
    expect(reasons).toHaveLength(1);
  });

  it('keeps apart what follows immediately', async () => {
    const { clock, virtual, transport: first } = makeBench({ baudRate: 9600 });
    const second = virtual.transport();
    await listen(second, clock);
    await listen(first, clock);
    const monitor = await listen(virtual.transport(), clock);
    await clock.until(first.write(bytes('FF 0F F0')));
    await clock.until(second.write(bytes('3C AA')));
    expect(monitor.hex()).toBe('FF 0F F0 3C AA');
  });

  it('loses the answer when two units have the same address, and says nothing wrong', async () => {
    const { clock, virtual, client } = makeBench({ baudRate: 9600, line: { retries: 0 } });
    virtual.attach(numberedInstrument(1));
    virtual.attach(temperatureController({ unit: 1, delay: 5 }));
    await expect(clock.until(client.unit(1).readRegister(289))).rejects.toThrow();
  });

  it('hands a piece over as a whole when its last byte has arrived', async () => {
    const { clock, virtual, transport } = makeBench({ ...SLOW, faults: [{ fault: chunked(4, 16) }] });
    virtual.attach(temperatureController({ delay: 1 }));
    const { heard } = await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(1000);
    expect(heard).toEqual([
      [121, '01 03 02 03'],
      [151, '04 B9 77'],
    ]);
  });
});

describe('a wire without a baud rate', () => {
  it('takes no time', async () => {
    const { clock, virtual, client } = makeBench();
    virtual.attach(numberedInstrument(3));
    expect(await clock.until(client.unit(3).readRegisters(0, 125))).toEqual(
      Array.from({ length: 125 }, (_, address) => numberAt(3, address)),
    );
    expect(clock.now()).toBe(0);
  });
});
