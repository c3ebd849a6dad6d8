import { BusError } from '@bus/line';
import { type ModbusUnit, PlannedReader, planReads, type RangeSource, type RawValues } from '@bus/modbus';
import type { MapDevice, MapPoint } from '../../device-map/device-map.js';
import { pointFault } from './point-fault.js';
import { pointValue } from './point-value.js';
import type { PointFault, PollSample } from './poll-event.js';
import type { UnitMeter } from './unit-meter.js';

/** Calls in a row without an answer, after which another device may have taken the place of a silent one. */
const SILENT_CALLS = 3;

export interface DevicePollerOptions {
  /** What the line is called in samples. */
  readonly lineName: string;
  readonly unit: ModbusUnit;
  /** Is told of every request that has ended. */
  readonly meter: Pick<UnitMeter, 'observe'>;
  readonly device: Pick<MapDevice, 'limits'>;
  readonly simulated: boolean;
  readonly now: () => number;
  /** The time of day. */
  readonly date: () => Date;
}

/** Reads points of one device, all rates of which share what is known of its refusals. */
export class DevicePoller {
  readonly #options: DevicePollerOptions;
  readonly #reader: PlannedReader;
  #silent = 0;

  constructor(options: DevicePollerOptions) {
    const { unit, device, now } = options;
    this.#options = options;
    const source: RangeSource = {
      readRegisters: (...request) => this.#metered(unit.readRegisters(...request)),
      readBits: (...request) => this.#metered(unit.readBits(...request)),
    };
    this.#reader = new PlannedReader(source, { limits: device.limits, now });
  }

  /** @throws {UsageError} a point is longer than the device can answer. */
  check(points: readonly MapPoint[]): void {
    planReads(points, this.#options.device.limits);
  }

  /** Reads each point once; ends early, without a word, when `signal` fires. */
  async *round(points: readonly MapPoint[], signal: AbortSignal): AsyncGenerator<PollSample> {
    for await (const readings of this.#reader.read(points, { signal })) {
      if (signal.aborted) return;
      const time = this.#options.date().toISOString();
      for (const { point, data, error, asked } of readings) {
        const sample = this.#sample(point, time);
        if (data !== undefined) yield { ...sample, ...(await meaning(point, data)) };
        else if (!asked) yield { ...sample, asked, error: refusedLately(error) };
        else yield { ...sample, ...(wasSent(error) ? {} : { asked: false }), error: pointFault(error) };
      }
    }
  }

  /** Another device may have taken this one's place. */
  forget(): void {
    this.#reader.forget();
  }

  #sample({ name, unit, symbol }: MapPoint, time: string): PollSample {
    const { lineName, simulated } = this.#options;
    return {
      event: 'sample',
      time,
      line: lineName,
      unit,
      point: name,
      ...(symbol === undefined ? {} : { symbol }),
      ...(simulated ? { simulated } : {}),
    };
  }

  async #metered<T>(request: Promise<T>): Promise<T> {
    try {
      const answer = await request;
      this.#heard(true);
      return answer;
    } catch (error) {
      this.#heard(!(error instanceof BusError && error.code === 'no-reply'));
      throw error;
    } finally {
      this.#options.meter.observe();
    }
  }

  #heard(answered: boolean): void {
    if (answered && this.#silent >= SILENT_CALLS) this.#reader.forget();
    this.#silent = answered ? 0 : this.#silent + 1;
  }
}

async function meaning(point: MapPoint, data: RawValues): Promise<Pick<PollSample, 'value' | 'error'>> {
  try {
    return { value: await pointValue(point, data) };
  } catch (error) {
    return { error: pointFault(error) };
  }
}

function refusedLately(error: unknown): PointFault {
  const fault = pointFault(error);
  return { ...fault, message: `${fault.message} (lately; not asked again yet)` };
}

/** A silent unit is not asked for a while: the line says so with an attempt of number 0. */
const wasSent = (error: unknown): boolean => !(error instanceof BusError && error.facts.attempt === 0);
