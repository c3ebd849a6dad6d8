import { UsageError } from '@bus/line';
import { checkMilliseconds } from '../../check-milliseconds.js';
import { DeviceMap, type MapDevice, type MapPoint } from '../../device-map/device-map.js';
import { loadDeviceMap } from '../../device-map/load-device-map.js';
import { loadPollConfig, type PollConfig } from '../../device-map/poll-config.js';
import { flagName } from '../../settings.js';
import { type Meant, meantTargets } from '../values/meant-targets.js';
import { meantOf } from '../values/read-all.js';
import { given } from '../values/target.js';

/** What is to be polled, in one of three ways: a file, points of a map (all by default), or units and addresses. */
export interface PollTarget extends Meant {
  /** Path of a poll configuration. */
  config?: string;
  /** With units: registers or bits that one request may ask for. */
  maxRegisters?: number;
  /** With units: registers or bits that may be read along to spare a request. */
  maxGap?: number;
  /** Milliseconds from one reading to the next; 1000 by default. In a configuration, each point has its own. */
  every?: number;
}

/** What the configuration is called that no file holds. */
export const COMMAND_LINE = 'the command line';

const EVERY = 1000;
const MIN_EVERY = 10;

/**
 * What is polled, as if it stood in a file.
 *
 * @throws {UsageError} nothing is named, or it makes no sense.
 */
export async function pollTarget(target: PollTarget): Promise<PollConfig> {
  const { config, map, points = [], units, every = EVERY } = target;
  const named = [config, map, units].filter(each => each !== undefined);
  if (named.length !== 1) {
    throw new UsageError(
      named.length === 0 ? 'nothing is said to be polled' : 'too much is said to be polled',
      { hint: 'Give either --config, or --map and points, or --slave and --reg.' },
    );
  }
  checkMilliseconds('every', every, MIN_EVERY);
  if (config !== undefined) {
    refuse(target, [...ofUnitsOnly, 'points', 'every'], '--config');
    return loadPollConfig(config);
  }
  if (map === undefined) return polled(await ofUnits(target), every);
  refuse(target, ofUnitsOnly, '--map');
  const found = await loadDeviceMap(map);
  const chosen = new Set((points.length > 0 ? points : ['*']).flatMap(name => found.readablePointsOf(name)));
  return { ...polled(found, every), points: [...chosen].map(point => ({ point, line: '', every })) };
}

/** What is said of units and addresses, and stands in the file otherwise. */
const ofUnitsOnly = [
  ...(['addresses', 'entities', 'table', 'type', 'order', 'count', 'decimals', 'signed', 'scale'] as const),
  ...(['offset', 'length', 'encoding', 'bit', 'maxRegisters', 'maxGap'] as const),
];
const flags: Partial<Record<keyof PollTarget, string>> = {
  addresses: '--reg',
  entities: '--entity',
  points: 'a point',
};

/** What belongs to another way of saying it. */
function refuse(target: PollTarget, names: readonly (keyof PollTarget)[], beside: string): void {
  const name = names.find(each => {
    const value = target[each];
    return value !== undefined && value !== false && `${value}` !== '';
  });
  if (name === undefined) return;
  throw new UsageError(`${flags[name] ?? `--${flagName(name)}`} does not go with ${beside}`, {
    hint: 'That stands in the file.',
  });
}

function polled(map: DeviceMap, every: number): PollConfig {
  return {
    path: map.path,
    map,
    lines: [{ name: '', settings: {} }],
    points: map.points.map(point => ({ point, line: '', every })),
  };
}

type GrowingDevice = Omit<MapDevice, 'points'> & { points: MapPoint[] };

/** A map of the units and addresses of the command line. */
async function ofUnits({ maxRegisters, maxGap, ...meant }: PollTarget): Promise<DeviceMap> {
  const limits = given({ maxRegisters, maxBits: maxRegisters, maxGap });
  const devices = new Map<string, GrowingDevice>();
  const sizes = new Map<string, number>();
  for (const target of await meantTargets(meantOf(meant))) {
    const device = `unit${target.unit}`;
    const name = `${device}.${target.table}${target.address}`;
    const size = sizes.get(name);
    if (size !== undefined && size >= target.size) continue;
    if (size !== undefined)
      throw new UsageError(
        `two places begin at ${target.table} ${target.address}, and only one can be ${name}`,
        {
          hint: 'Name the longer one alone, or give both names of their own in a device map.',
        },
      );
    sizes.set(name, target.size);
    const found: GrowingDevice = devices.get(device) ?? {
      name: device,
      unit: target.unit,
      limits,
      points: [],
    };
    found.points.push({ ...target, name, device, writable: false });
    devices.set(device, found);
  }
  return new DeviceMap(COMMAND_LINE, undefined, [...devices.values()]);
}
