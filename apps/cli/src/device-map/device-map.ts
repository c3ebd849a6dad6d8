import { UsageError } from '@bus/line';
import type { AddressTable, ValueSpec } from '@bus/modbus';
import { nearest } from '../document/nearest.js';
import { checkReadable, knows, readFunctions } from './point-functions.js';

/** What a device can take, and what must not be asked of it. */
export interface DeviceLimits {
  /** Registers that one request may ask for. */
  readonly maxRegisters?: number;
  /** Bits that one request may ask for. */
  readonly maxBits?: number;
  /** Registers or bits that nobody wants, but that may be read along. */
  readonly maxGap?: number;
  /** Function codes that it knows. */
  readonly functions?: readonly number[];
}

/** A device of a map. */
export interface MapDevice {
  readonly name: string;
  /** Address on its line. */
  readonly unit: number;
  readonly description?: string;
  readonly limits: DeviceLimits;
  readonly points: readonly MapPoint[];
}

/** A named place in a device, and how it is to be understood. */
export interface MapPoint {
  /** With the name of its device: `boiler.flow`. */
  readonly name: string;
  /** Name of its device. */
  readonly device: string;
  /** Address of the device on its line. */
  readonly unit: number;
  readonly table: AddressTable;
  /** Protocol address, 0..65535. */
  readonly address: number;
  /** Registers or bits that it takes. */
  readonly size: number;
  /** How its registers are to be understood; absent for coils and discrete inputs. */
  readonly spec?: ValueSpec;
  /** Of coils and discrete inputs: an array of so many; absent for a single one. */
  readonly count?: number;
  /** Unit of measurement: `°C`. */
  readonly symbol?: string;
  readonly writable: boolean;
  /** Limits of what may be written, in decimal digits. */
  readonly min?: string;
  readonly max?: string;
  /** Function codes that its device knows; all when it does not say. */
  readonly functions?: readonly number[];
  /** What a simulated device holds in the beginning. */
  readonly initial?: number | string | boolean;
  readonly description?: string;
}

/** Named points of named devices. */
export class DeviceMap {
  /** What the file is called, as it was named. */
  readonly path: string;
  readonly name: string | undefined;
  readonly devices: readonly MapDevice[];
  readonly #points: ReadonlyMap<string, MapPoint>;

  constructor(path: string, name: string | undefined, devices: readonly MapDevice[]) {
    this.path = path;
    this.name = name;
    this.devices = devices;
    this.#points = new Map(this.points.map(point => [point.name, point]));
  }

  /** All points, device by device. */
  get points(): readonly MapPoint[] {
    return this.devices.flatMap(({ points }) => points);
  }

  /**
   * The point of a name, with its device, or without where only one device has such a point.
   *
   * @throws {UsageError} there is none, or there are several: says what the name may have meant.
   *
   * @example map.point('boiler.flow').address
   */
  point(name: string): MapPoint {
    const found = this.#points.get(name);
    if (found !== undefined) return found;
    const matches = this.points.filter(point => shortName(point) === name);
    if (matches.length === 1) return matches[0]!;
    if (matches.length > 1) {
      throw new UsageError(`${this.path} has several points '${name}'`, {
        hint: `Say which: ${matches.map(point => point.name).join(', ')}.`,
      });
    }
    throw this.#unknown('point', name, [...this.#points.keys()], this.points.map(shortName));
  }

  /**
   * The points that a name or a pattern means, in the order of the map: `boiler.flow`, `boiler.*`, `*.flow`, `*`.
   *
   * @throws {UsageError} there are none.
   */
  pointsOf(pattern: string): readonly MapPoint[] {
    if (!pattern.includes('*')) return [this.point(pattern)];
    const parts = pattern.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    const matching = new RegExp(`^${parts.join('.*')}$`, 'u');
    const found = this.points.filter(({ name }) => matching.test(name));
    if (found.length > 0) return found;
    throw new UsageError(`no point of ${this.path} is like '${pattern}'`, {
      hint: `Its devices are ${this.devices.map(device => device.name).join(', ')}.`,
    });
  }

  /**
   * As `pointsOf`, without what a pattern means by the way although its device knows no function to read it.
   *
   * @throws {UsageError} there are none, or the one that is named cannot be read.
   */
  readablePointsOf(pattern: string): readonly MapPoint[] {
    const found = this.pointsOf(pattern);
    const readable = found.filter(point => knows(point, readFunctions[point.table]));
    if (!pattern.includes('*') || readable.length === 0) found.forEach(checkReadable);
    return readable;
  }

  /** @throws {UsageError} there is none. */
  device(name: string): MapDevice {
    const found = this.devices.find(device => device.name === name);
    if (found !== undefined) return found;
    throw this.#unknown(
      'device',
      name,
      this.devices.map(device => device.name),
    );
  }

  /** @param short further names, which are understood as well. */
  #unknown(what: string, name: string, known: readonly string[], short: readonly string[] = []): UsageError {
    const near = nearest(name, [...known, ...short]);
    const some = known.slice(0, 12).join(', ') + (known.length > 12 ? ', …' : '');
    return new UsageError(`${this.path} has no ${what} '${name}'`, {
      hint: near === undefined ? `It has ${some}.` : `Did you mean ${near}?`,
    });
  }
}

const shortName = ({ name, device }: MapPoint) => name.slice(device.length + 1);
