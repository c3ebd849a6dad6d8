import { type Clock, type Line, systemClock } from '@bus/line';
import type { ModbusClient } from '@bus/modbus';
import type { MapDevice, MapPoint } from '../../device-map/device-map.js';
import { EventChannel } from '../../event-channel.js';
import { beats } from './beats.js';
import { DevicePoller } from './device-poller.js';
import { PointLog } from './point-log.js';
import type { PollControl } from './poll-control.js';
import type { PointFault, PollEvent, PollSample, PollSummary } from './poll-event.js';
import { UnitMeter } from './unit-meter.js';

/** Points of one device that are read at one rate. */
export interface PolledRate {
  readonly device: MapDevice;
  /** Milliseconds. */
  readonly every: number;
  readonly points: readonly MapPoint[];
}

/** A line that was made, and what is read from it. */
export interface PolledLine {
  readonly name: string;
  /** The port as it was named. */
  readonly port: string;
  readonly line: Line;
  readonly client: ModbusClient;
  readonly simulated: boolean;
  readonly rates: readonly PolledRate[];
}

export interface PollLinesOptions {
  readonly signal?: AbortSignal;
  /** Rounds of each rate. */
  readonly times?: number;
  /** Milliseconds after which no round begins any more. */
  readonly duration?: number;
  readonly control?: PollControl;
  /** The clock of the lines. */
  readonly clock?: Clock;
  /** The time of day. */
  readonly date?: () => Date;
}

/** Reads points of many devices on several lines, each at its own rate, and keeps the accounts. */
export class LinesPoll {
  readonly #lines: readonly PolledLine[];
  readonly #options: PollLinesOptions;
  readonly #clock: Clock;
  readonly #channel = new EventChannel<PollEvent>();
  /** By line, in the order of the devices. */
  readonly #pollers = new Map<string, DevicePoller>();
  readonly #logs = new Map<string, PointLog>();
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  readonly #meters = new Map<string, UnitMeter>();
  /** What was told of each line last: attempts that fail in the same way are not told again. */
  readonly #states = new Map<string, string>();
  #rounds = 0;
  #lossesBefore = 0;
  #skipped = 0;
  #lastError: PointFault | undefined;
  #startedAt = 0;
  #started: Date;

  /** @throws {UsageError} a unit or a point cannot be asked for. */
  constructor(lines: readonly PolledLine[], options: PollLinesOptions) {
    this.#lines = lines;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#started = this.#date();
    const { signal } = options;
    this.#signal = AbortSignal.any([this.#ended.signal, ...(signal === undefined ? [] : [signal])]);
    for (const line of lines) for (const rate of line.rates) this.#prepare(line, rate);
    options.control?.onReset(() => this.#reset());
  }

  /**
   * All events until the rounds are over or the signal fires; the summary is the last of them.
   *
   * @throws {TransportError} none of the lines can be opened.
   */
  async *run(): AsyncGenerator<PollEvent, PollSummary> {
    const unheard = this.#lines.map(line => this.#tellStates(line));
    try {
      await this.#open();
      this.#started = this.#date();
      this.#startedAt = this.#clock.now();
      const tasks = this.#lines.flatMap(line => line.rates.map(rate => this.#keepReading(line, rate)));
      const done = Promise.all(tasks).finally(() => this.#channel.end());
      // Its failure is thrown below, when all that came before it has been told.
      done.catch(() => this.#ended.abort());
      yield* this.#channel.read();
      await done;
      const { summary } = this;
      yield summary;
      return summary;
    } finally {
      this.#ended.abort();
      for (const stop of unheard) stop();
    }
  }

  /** The accounts so far. */
  get summary(): PollSummary {
    const lastError = this.#lastError;
    return {
      event: 'summary',
      started: this.#started.toISOString(),
      elapsed: Math.round(this.#clock.now() - this.#startedAt),
      simulated: this.#lines.some(({ simulated }) => simulated),
      rounds: this.#rounds,
      skippedRounds: this.#skipped,
      losses: this.#losses - this.#lossesBefore,
      untold: this.#channel.dropped,
      units: [...this.#meters.values()].map(meter => meter.summary),
      points: [...this.#logs.values()].map(log => log.summary),
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  #date(): Date {
    return (this.#options.date ?? (() => new Date()))();
  }

  #prepare({ name, line, client, simulated }: PolledLine, { device, points }: PolledRate): void {
    const key = `${name} ${device.name}`;
    let poller = this.#pollers.get(key);
    if (poller === undefined) {
      const clocks = { now: () => this.#clock.now(), date: () => this.#date() };
      const unit = client.unit(device.unit);
      const meter = this.#meterOf(name, line, device.unit);
      poller = new DevicePoller({ lineName: name, unit, meter, device, simulated, ...clocks });
      this.#pollers.set(key, poller);
    }
    poller.check(points);
    for (const { name: point, unit, symbol } of points) {
      const shown = symbol === undefined ? {} : { symbol };
      this.#logs.set(`${name} ${point}`, new PointLog({ line: name, unit, point, ...shown }));
    }
  }

  async #open(): Promise<void> {
    const outcomes = await Promise.allSettled(this.#lines.map(({ line }) => line.open()));
    const failed = outcomes.filter(outcome => outcome.status === 'rejected');
    // A line that is absent now may come; when all are, it is the port that was named wrongly.
    if (failed.length === outcomes.length && failed[0] !== undefined) throw failed[0].reason;
    for (const { reason } of failed)
      if ((reason as { code?: string }).code === 'driver-missing') throw reason;
  }

  async #keepReading({ name, line }: PolledLine, { device, every, points }: PolledRate): Promise<void> {
    const { times, duration, control } = this.#options;
    const poller = this.#pollers.get(`${name} ${device.name}`)!;
    const start = this.#startedAt;
    const rhythm = beats({
      clock: this.#clock,
      start,
      every,
      pause: milliseconds =>
        line.pause(milliseconds, this.#signal).then(
          () => true,
          () => false,
        ),
      ...(times === undefined ? {} : { times }),
      ...(duration === undefined ? {} : { end: start + duration }),
      ...(control === undefined ? {} : { resumed: () => this.#untilResumed(control) }),
    });
    for await (const skipped of rhythm) {
      if (skipped > 0) this.#tellSkipped(name, device, every, skipped);
      for await (const sample of poller.round(points, this.#signal)) this.#take(sample);
      if (this.#signal.aborted) return;
      this.#rounds += 1;
    }
  }

  /** Ends also when polling does. */
  #untilResumed(control: PollControl): Promise<void> | undefined {
    const resumed = control.resumed();
    if (resumed === undefined) return undefined;
    const ended = new Promise<void>(resolve =>
      this.#signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    return this.#signal.aborted ? Promise.resolve() : Promise.race([resumed, ended]);
  }

  #take(sample: PollSample): void {
    this.#logs.get(`${sample.line} ${sample.point}`)!.record(sample);
    this.#lastError = sample.error ?? this.#lastError;
    this.#channel.push(sample, true);
  }

  #tellSkipped(line: string, { name, unit }: MapDevice, every: number, rounds: number): void {
    this.#skipped += rounds;
    const time = this.#date().toISOString();
    this.#channel.push({ event: 'skipped', time, line, device: name, unit, every, rounds }, true);
  }

  #tellStates({ name, port, line }: PolledLine): () => void {
    return line.on('state', ({ state, reason }) => {
      if (state === 'opening' || this.#signal.aborted) return;
      if (state === 'lost') this.#forget(name);
      if (this.#states.get(name) === state) return;
      this.#states.set(name, state);
      const why = reason === undefined ? {} : { reason: reason.message };
      const time = this.#date().toISOString();
      this.#channel.push({ event: 'line', time, line: name, port, state, ...why }, true);
    });
  }

  #forget(lineName: string): void {
    for (const [key, poller] of this.#pollers) if (key.startsWith(`${lineName} `)) poller.forget();
  }

  get #losses(): number {
    return this.#lines.reduce((sum, { line }) => sum + line.statistics.losses, 0);
  }

  /** One for each unit, also when several devices have the same number. */
  #meterOf(lineName: string, line: Line, unit: number): UnitMeter {
    const key = `${lineName} ${unit}`;
    const meter = this.#meters.get(key) ?? new UnitMeter(line, lineName, unit);
    this.#meters.set(key, meter);
    return meter;
  }

  #reset(): void {
    this.#rounds = 0;
    this.#skipped = 0;
    this.#lastError = undefined;
    this.#started = this.#date();
    this.#startedAt = this.#clock.now();
    this.#lossesBefore = this.#losses;
    for (const meter of this.#meters.values()) meter.reset();
    for (const log of this.#logs.values()) log.reset();
  }
}
