import { dirname, join } from 'node:path';
import { UsageError } from '@bus/line';
import { fromFolder } from '../config.js';
import { at, fault, type Located, type LocatedMap, placeOf } from '../document/located.js';
import { yamlDocument } from '../document/yaml-document.js';
import type { ConnectionOptions } from '../settings.js';
import { buildMap } from './build-map.js';
import type { DeviceMap, MapPoint } from './device-map.js';
import { loadDeviceMap, readDocument } from './load-device-map.js';
import { pollShape } from './poll-shape.js';

/** A line that points are read from. */
export interface PollLine {
  /** Empty for the line of the flags, the environment or `bus.config.yaml`. */
  readonly name: string;
  /** What the file says of it; all else as for every command. */
  readonly settings: ConnectionOptions;
}

/** A point that is read again and again. */
export interface PollPoint {
  readonly point: MapPoint;
  /** Name of its line. */
  readonly line: string;
  /** Milliseconds from one reading to the next. */
  readonly every: number;
}

/** What is polled, from where, and how often. */
export interface PollConfig {
  /** What the file is called, as it was named. */
  readonly path: string;
  readonly map: DeviceMap;
  readonly lines: readonly PollLine[];
  /** Each point once, in the order of the file. */
  readonly points: readonly PollPoint[];
}

/**
 * Reads a poll configuration, and the device map that it names.
 *
 * @param path seen from the working directory.
 * @throws {UsageError} a file cannot be read, or something in it makes no sense: says file, line and column.
 *
 * @example for (const { point, every } of (await loadPollConfig('bus-poll.yaml')).points) console.log(point.name, every);
 */
export async function loadPollConfig(path: string): Promise<PollConfig> {
  return parsePollConfig(await readDocument(path), path);
}

/** @throws {UsageError} as `loadPollConfig` does; `path` is what the file is called in messages, and where it is. */
export async function parsePollConfig(source: string, path: string): Promise<PollConfig> {
  const root = await yamlDocument(source, path);
  if (root === undefined) throw new UsageError(`${path} is empty`);
  const { map: mapPath, lines = {}, poll, devices } = pollShape.read(root, '');
  if ((mapPath === undefined) === (devices === undefined))
    throw fault(root.place, 'the file must have either map or devices');
  const map =
    mapPath === undefined ? buildMap(devicesOnly(root)) : await mapAt(join(dirname(path), mapPath), root);
  const lineOf = devicesOfLines(lines, map, root);
  return {
    path,
    map,
    lines:
      Object.keys(lines).length === 0
        ? [{ name: '', settings: {} }]
        : Object.entries(lines).map(([name, { devices: _, ...settings }]) => ({
            name,
            settings: fromFolder(dirname(path), settings),
          })),
    points: pointsOf(poll, map, root).map(({ point, every, place }) => {
      const line = lineOf(point.device);
      if (line === undefined) {
        throw fault(place, `${point.name} is polled, but no line has the device '${point.device}'`, {
          hint: 'Name it in the devices of a line.',
        });
      }
      return { point, every, line };
    }),
  };
}

/** What stands in the file in place of a device map. */
function devicesOnly(root: Located): Located {
  const { place, entries } = root as LocatedMap;
  return { kind: 'map', place, entries: entries.filter(({ key }) => key === 'devices') };
}

async function mapAt(path: string, root: Located): Promise<DeviceMap> {
  try {
    return await loadDeviceMap(path);
  } catch (error) {
    // What is wrong within the map is told with its own places.
    if (!(error instanceof UsageError) || error.message.startsWith(`${path}:`)) throw error;
    throw fault(placeOf(root, 'map'), error.message, { hint: error.hint, cause: error });
  }
}

/** Finds the line of each device: every one is on one line at most. */
function devicesOfLines(
  lines: Readonly<Record<string, { devices?: readonly string[] }>>,
  map: DeviceMap,
  root: Located,
): (device: string) => string | undefined {
  const names = Object.keys(lines);
  const found = new Map<string, string>();
  for (const name of names) {
    const place = (index: number) => placeOf(root, 'lines', name, 'devices', index);
    if (lines[name]!.devices === undefined && names.length > 1)
      throw fault(
        placeOf(root, 'lines', name),
        `line '${name}' must say its devices, since there are several lines`,
      );
    for (const [index, device] of (lines[name]!.devices ?? map.devices.map(each => each.name)).entries()) {
      at(place(index), () => map.device(device));
      const other = found.get(device);
      if (other !== undefined) throw fault(place(index), `device '${device}' is on line '${other}', too`);
      found.set(device, name);
    }
  }
  return device => (names.length === 0 ? '' : found.get(device));
}

interface Polled {
  readonly point: MapPoint;
  readonly every: number;
  readonly place: ReturnType<typeof placeOf>;
}

function pointsOf(
  poll: readonly { every: number; points: readonly string[] }[],
  map: DeviceMap,
  root: Located,
): Polled[] {
  const found = new Map<string, Polled & { exact: boolean }>();
  for (const [index, { every, points }] of poll.entries()) {
    for (const [position, name] of points.entries()) {
      const place = placeOf(root, 'poll', index, 'points', position);
      const exact = !name.includes('*');
      for (const point of at(place, () => map.readablePointsOf(name))) {
        const other = found.get(point.name);
        if (other !== undefined && other.exact === exact && other.every !== every) {
          throw fault(
            place,
            `${point.name} is polled every ${every} ms here, and every ${other.every} ms in line ${other.place.line}`,
          );
        }
        if (other === undefined || (exact && !other.exact))
          found.set(point.name, { point, every, place, exact });
      }
    }
  }
  return [...found.values()].map(({ point, every, place }) => ({ point, every, place }));
}
