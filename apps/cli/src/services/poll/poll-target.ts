import { UsageError } from '@bus/line';
import { type ByteOrder, parseAddress, registersOf, type ValueSpec, type ValueType } from '@bus/modbus';
import { DeviceMap, type MapDevice, type MapPoint } from '../../device-map/device-map.js';
import { loadDeviceMap } from '../../device-map/load-device-map.js';
import { loadPollConfig, type PollConfig } from '../../device-map/poll-config.js';
import { parseNumberRanges } from '../../number-ranges.js';
import { flagName } from '../../settings.js';

/** What is to be polled, in one of three ways: a file, points of a map, or units and addresses. */
export interface PollTarget {
  /** Path of a poll configuration. */
  config?: string;
  /** Path of a device map. */
  map?: string;
  /** Points of the map, by name or pattern; all by default. */
  points?: readonly string[];
  /** Units: `1,3,5-8`. */
  units?: string;
  /** Addresses in any notation: `289`, `0x121`, `HR:289`, `4x290`. */
  addresses?: readonly string[];
  /** Table of addresses that do not say it; `holding` by default. */
  table?: 'holding' | 'input' | 'coil' | 'discrete';
  /** Type of registers; `uint16` by default. */
  type?: ValueType;
  order?: ByteOrder;
  decimals?: number;
  /** So many values of the type, or bits, at each address. */
  count?: number;
  /** Registers or bits that one request may ask for. */
  maxRegisters?: number;
  /** Registers or bits that may be read along to spare a request. */
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
  const { config, map, points, units, every = EVERY } = target;
  const named = [config, map, units].filter(each => each !== undefined);
  if (named.length !== 1) {
    throw new UsageError(
      named.length === 0 ? 'nothing is said to be polled' : 'too much is said to be polled',
      {
        hint: 'Give either --config, or --map and points, or --slave and --reg.',
      },
    );
  }
  checkEvery(every);
  if (config !== undefined) {
    refuse(target, [...ofUnitsOnly, 'points', 'every'], '--config');
    return loadPollConfig(config);
  }
  if (map === undefined) {
    refuse(target, ['points'], '--slave');
    return polled(ofUnits(target), every);
  }
  refuse(target, ofUnitsOnly, '--map');
  const found = await loadDeviceMap(map);
  const chosen = new Set((points?.length ? points : ['*']).flatMap(name => found.pointsOf(name)));
  return { ...polled(found, every), points: [...chosen].map(point => ({ point, line: '', every })) };
}

function checkEvery(every: number): void {
  if (!(every >= MIN_EVERY && every < 2 ** 31))
    throw new UsageError(`every must be ${MIN_EVERY} or more milliseconds, not ${every}`);
}

/** The flags of what is said with units and addresses. */
const ofUnitsOnly = [
  'addresses',
  'table',
  'type',
  'order',
  'decimals',
  'count',
  'maxRegisters',
  'maxGap',
] as const;

/** What belongs to another way of saying it. */
function refuse(target: PollTarget, names: readonly (keyof PollTarget)[], beside: string): void {
  const name = names.find(each => target[each] !== undefined && `${target[each]}` !== '');
  if (name === undefined) return;
  const flag = name === 'addresses' ? '--reg' : name === 'points' ? 'a point' : `--${flagName(name)}`;
  throw new UsageError(`${flag} does not go with ${beside}`, {
    hint: `${beside === '--slave' ? 'Points are named in a map: give --map' : 'That stands in the file'}.`,
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

/** A map of the units and addresses of the command line. */
function ofUnits(target: PollTarget): DeviceMap {
  const { units = '', addresses = [], maxRegisters, maxGap } = target;
  if (addresses.length === 0) throw new UsageError('no address is given', { hint: 'Give one with --reg.' });
  const limits = {
    ...(maxRegisters === undefined ? {} : { maxRegisters, maxBits: maxRegisters }),
    ...(maxGap === undefined ? {} : { maxGap }),
  };
  const devices = parseNumberRanges(units, 'units', 0, 255).map((unit): MapDevice => {
    const name = `unit${unit}`;
    const points = addresses.map(address => pointAt(name, unit, address, target));
    return { name, unit, limits, points: [...new Map(points.map(point => [point.name, point])).values()] };
  });
  return new DeviceMap(COMMAND_LINE, undefined, devices);
}

function pointAt(device: string, unit: number, text: string, target: PollTarget): MapPoint {
  const { table: usual, type = 'uint16', order, decimals, count } = target;
  const { table, address } = parseAddress(text, usual === undefined ? {} : { table: usual });
  const place = { name: `${device}.${table}${address}`, device, unit, table, address, writable: false };
  if (table === 'coil' || table === 'discrete') {
    if (target.type !== undefined || order !== undefined || decimals !== undefined)
      throw new UsageError(`${text} is on or off: type, order and decimals are for registers`);
    return { ...place, size: count ?? 1, ...(count === undefined ? {} : { count }) };
  }
  const spec: ValueSpec = {
    type,
    ...(order === undefined ? {} : { order }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(count === undefined ? {} : { count }),
  };
  return { ...place, size: registersOf(spec), spec };
}
