import { Line, type LineOptions } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { MemoryBank, ModbusClient } from '@bus/modbus';
import { late, modbusInstrument, type PlannedFault, silence, VirtualLine } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import type { MapDevice, MapPoint } from '../../device-map/device-map.js';
import { PollControl } from './poll-control.js';
import type { PollEvent, PollSample, PollSummary } from './poll-event.js';
import { LinesPoll, type PolledLine, type PollLinesOptions } from './poll-lines.js';

const point = (unit: number, address: number, more: Partial<MapPoint> = {}): MapPoint => ({
  name: `d${unit}.r${address}`,
  device: `d${unit}`,
  unit,
  table: 'holding',
  address,
  size: 1,
  spec: { type: 'uint16' },
  writable: false,
  ...more,
});
const device = (unit: number, limits: MapDevice['limits'] = {}): MapDevice => ({
  name: `d${unit}`,
  unit,
  limits,
  points: [],
});

interface SceneOptions extends PollLinesOptions {
  line?: LineOptions;
  faults?: PlannedFault[];
  /** Milliseconds from round to round, by unit. */
  rates?: readonly (readonly [unit: number, every: number, ...addresses: number[]])[];
}

/** Units 1 and 2 on a virtual line with registers 10 to 12, which hold ten times their address. */
function scene({
  line: lineOptions,
  faults = [],
  rates = [[1, 100, 10, 11]],
  ...options
}: SceneOptions = {}) {
  const clock = new FakeClock();
  const virtual = new VirtualLine({ clock, faults });
  const banks: MemoryBank[] = [];
  for (const unit of [1, 2]) {
    const bank = new MemoryBank({ holdingRegisters: { 10: 100, 11: 110, 12: 120 } });
    banks.push(bank);
    virtual.attach(modbusInstrument({ unit, bank }));
  }
  const line = new Line(virtual.transport(), {
    clock,
    retries: 0,
    timeout: 50,
    random: () => 0,
    ...lineOptions,
  });
  const polled: PolledLine = {
    name: 'main',
    port: 'virtual',
    line,
    client: new ModbusClient(line),
    simulated: true,
    rates: rates.map(([unit, every, ...addresses]) => ({
      device: device(unit),
      every,
      points: addresses.map(address => point(unit, address)),
    })),
  };
  const date = () => new Date(clock.now());
  const poll = new LinesPoll([polled], { clock, date, ...options });
  const events: PollEvent[] = [];
  const run = async (): Promise<PollSummary> => {
    for (const stream = poll.run(); ; ) {
      const { done, value } = await stream.next();
      if (done) return value;
      events.push(value);
    }
  };
  const samples = () => events.filter((event): event is PollSample => event.event === 'sample');
  /** `time point value` or the code of the error, of each sample. */
  const told = () =>
    samples().map(
      ({ time, point: name, value, error }) => `${Date.parse(time)} ${name} ${error?.code ?? value}`,
    );
  return { clock, virtual, line, poll, events, run, samples, told, bank: banks[0]! };
}

describe('polling', () => {
  it('reads points of a rate together, on each of its beats', async () => {
    const { clock, run, told, line } = scene({ times: 3 });
    const summary = await clock.until(run());
    expect(told()).toEqual([
      '0 d1.r10 100',
      '0 d1.r11 110',
      '100 d1.r10 100',
      '100 d1.r11 110',
      '200 d1.r10 100',
      '200 d1.r11 110',
    ]);
    expect(line.statistics.units.get(1)?.sent).toBe(3);
    expect(summary).toMatchObject({ rounds: 3, skippedRounds: 0, losses: 0, untold: 0, simulated: true });
    expect(summary.points).toEqual([
      { line: 'main', unit: 1, point: 'd1.r10', reads: 3, errors: 0, value: 100, time: expect.any(String) },
      { line: 'main', unit: 1, point: 'd1.r11', reads: 3, errors: 0, value: 110, time: expect.any(String) },
    ]);
  });

  it('keeps each device and rate to its own beats', async () => {
    const rates = [
      [1, 100, 10],
      [1, 250, 11],
      [2, 300, 12],
    ] as const;
    const { clock, run, told } = scene({ rates, duration: 600 });
    await clock.until(run());
    const timesOf = (name: string) =>
      told()
        .filter(text => text.includes(name))
        .map(text => text.split(' ')[0]);
    expect(timesOf('d1.r10')).toEqual(['0', '100', '200', '300', '400', '500']);
    expect(timesOf('d1.r11')).toEqual(['0', '250', '500']);
    expect(timesOf('d2.r12')).toEqual(['0', '300']);
  });

  it('leaves rounds out that a slow device has no time for, and says so', async () => {
    const faults = [{ fault: late(130), replies: [0] }];
    const { clock, run, told, events } = scene({ times: 3, faults, line: { timeout: 500 } });
    const summary = await clock.until(run());
    expect(told().filter(text => text.includes('r10'))).toEqual([
      '130 d1.r10 100',
      '200 d1.r10 100',
      '300 d1.r10 100',
    ]);
    expect(events.filter(({ event }) => event === 'skipped')).toEqual([
      {
        event: 'skipped',
        time: expect.any(String),
        line: 'main',
        device: 'd1',
        unit: 1,
        every: 100,
        rounds: 1,
      },
    ]);
    expect(summary.skippedRounds).toBe(1);
    expect(summary.units[0]?.latency).toMatchObject({ max: 130 });
  });

  it('tells what went wrong beside the value that was read last, and goes on', async () => {
    const faults = [{ fault: silence(), replies: [1] }];
    const { clock, run, told, samples } = scene({ times: 3, faults, rates: [[1, 100, 10]] });
    const summary = await clock.until(run());
    // The line waits for the late answer, until 250 and 5 to read what came until then, before it asks the same again.
    expect(told()).toEqual(['0 d1.r10 100', '150 d1.r10 no-reply', '275 d1.r10 100']);
    expect(samples()[1]?.error?.message).toContain('no answer within 50 ms');
    expect(summary.points[0]).toMatchObject({ reads: 2, errors: 1, value: 100 });
    expect(summary.points[0]?.error).toBeUndefined();
    expect(summary.units[0]).toMatchObject({ sent: 3, answered: 2, timeouts: 1 });
    expect(summary.lastError).toMatchObject({ code: 'no-reply' });
  });

  it('asks a silent unit only now and then, and no other later for it', async () => {
    const deadUnits = { after: 3, retryEvery: 1000 };
    const rates = [
      [1, 100, 10],
      [9, 100, 10],
    ] as const;
    const { clock, run, samples } = scene({ rates, times: 10, line: { deadUnits } });
    const summary = await clock.until(run());
    const ghost = samples().filter(({ unit }) => unit === 9);
    expect(ghost.map(({ asked }) => asked)).toEqual([
      undefined,
      undefined,
      undefined,
      ...Array(7).fill(false),
    ]);
    expect(summary.units[1]).toMatchObject({ unit: 9, sent: 3, notAsked: 7, timeouts: 3 });
    expect(summary.points[0]).toMatchObject({ reads: 10, errors: 0 });
  });

  it('asks for what a device refuses again only after a while', async () => {
    const { clock, run, samples, line } = scene({ times: 5, rates: [[1, 100, 10, 50]] });
    await clock.until(run());
    const refused = samples().filter(({ point: name }) => name === 'd1.r50');
    expect(refused.map(({ asked }) => asked)).toEqual([undefined, false, false, false, false]);
    expect(refused[1]?.error).toMatchObject({ code: 'device', exceptionCode: 2 });
    expect(refused[1]?.error?.message).toContain('not asked again yet');
    expect(line.statistics.units.get(1)?.sent).toBe(6);
  });

  it('survives that the port goes away, and tells when it went and came', async () => {
    const line = { reconnect: { min: 100, max: 100 } };
    const { clock, virtual, run, told, events } = scene({ times: 8, rates: [[1, 100, 10]], line });
    const running = run();
    await clock.advance(150);
    virtual.cut();
    await clock.advance(250);
    virtual.restore();
    const summary = await clock.until(running);
    const states = events.filter(event => event.event === 'line').map(event => event.state);
    expect(states).toEqual(['open', 'lost', 'open']);
    expect(told().map(text => text.split(' ')[2])).toEqual([
      '100',
      '100',
      ...told()
        .slice(2, -3)
        .map(() => expect.stringMatching(/disconnected|open-failed/)),
      '100',
      '100',
      '100',
    ]);
    expect(told()).toHaveLength(8);
    expect(summary.losses).toBe(1);
  });

  it('asks for everything again when the port was away, since another device may be there', async () => {
    const line = { reconnect: { min: 100, max: 100 } };
    const { clock, virtual, run, told, bank } = scene({ times: 8, rates: [[1, 100, 50]], line });
    const running = run();
    await clock.advance(150);
    bank.holdingRegisters.set(50, 7);
    virtual.cut();
    virtual.restore();
    await clock.until(running);
    expect(told()[1]).toBe('100 d1.r50 device');
    expect(told().at(-1)).toBe('700 d1.r50 7');
  });

  it('asks for everything again when a unit was silent for long', async () => {
    const faults = [2, 3, 4].map(reply => ({ fault: silence(), replies: [reply] }));
    const { clock, run, told, bank } = scene({ times: 5, faults, rates: [[1, 500, 50, 10]] });
    const running = run();
    await clock.advance(250);
    bank.holdingRegisters.set(50, 7);
    await clock.until(running);
    expect(
      told()
        .filter(text => text.includes('r50'))
        .map(text => text.split(' ')[2]),
    ).toEqual(['device', 'device', 'device', 'device', '7']);
  });

  it('throws when no line can be opened at all', async () => {
    const { clock, virtual, run } = scene();
    virtual.cut();
    await expect(clock.until(run())).rejects.toMatchObject({ code: 'open-failed' });
  });

  it('ends with its summary when the signal fires, without a word about what was under way', async () => {
    const controller = new AbortController();
    const faults = [{ fault: silence(), replies: [2] }];
    const { clock, run, told, events } = scene({ signal: controller.signal, faults, rates: [[1, 100, 10]] });
    const running = run();
    await clock.advance(220);
    controller.abort();
    const summary = await clock.until(running);
    expect(told()).toEqual(['0 d1.r10 100', '100 d1.r10 100']);
    expect(summary).toMatchObject({ rounds: 2, elapsed: 220 });
    expect(events.at(-1)).toEqual(summary);
  });

  it('asks nothing while it is halted, and counts anew when told', async () => {
    const control = new PollControl();
    const { clock, run, told, poll } = scene({ control, times: 4, rates: [[1, 100, 10]] });
    const running = run();
    await clock.advance(50);
    control.halt();
    await clock.advance(400);
    expect(told()).toHaveLength(1);
    control.reset();
    expect(poll.summary).toMatchObject({ rounds: 0, elapsed: 0, points: [{ reads: 0, value: 100 }] });
    expect(poll.summary.units[0]).not.toHaveProperty('latency');
    control.resume();
    const summary = await clock.until(running);
    expect(told().map(text => text.split(' ')[0])).toEqual(['0', '500', '600', '700']);
    expect(summary).toMatchObject({ rounds: 3, skippedRounds: 0, units: [{ sent: 3 }] });
  });

  it('refuses units and points that cannot be asked for, before anything is sent', () => {
    expect(() => scene({ rates: [[300, 100, 10]] })).toThrow('unit must be');
  });
});
