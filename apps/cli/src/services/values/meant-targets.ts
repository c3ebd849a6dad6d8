import { UsageError } from '@bus/line';
import type { DeviceMap, MapPoint } from '../../device-map/device-map.js';
import { loadDeviceMap } from '../../device-map/load-device-map.js';
import { parseNumberRanges } from '../../number-ranges.js';
import { flagName } from '../../settings.js';
import { type Target, type TargetOptions, targetsOf, type ValueOptions } from './target.js';

/** What is meant, in one of two ways: units and addresses, or points of a device map. */
export interface Meant extends ValueOptions {
  /** `1,3,5-8`. */
  units?: string;
  /** Each may hold several, separated by commas. */
  addresses?: readonly string[];
  /** Entity numbers, such as `40290`; as `addresses`. */
  entities?: readonly string[];
  table?: TargetOptions['table'];
  /** Path of a device map. */
  map?: string;
  /** Points of the map, by name or pattern. */
  points?: readonly string[];
}

/** The points that a name or a pattern means. */
type Find = (map: DeviceMap, pattern: string) => readonly MapPoint[];

/**
 * The places that are meant, in the order in which they are named.
 *
 * @param find by default those that can be read.
 * @throws {UsageError} nothing, or too much, is named, or it makes no sense.
 */
export async function meantTargets(
  { map, points = [], units, addresses, entities, ...options }: Meant,
  find: Find = (found, pattern) => found.readablePointsOf(pattern),
): Promise<Target[]> {
  const places = [...split(addresses), ...split(entities).map(text => `entity:${text}`)];
  if (points.length === 0) {
    if (map !== undefined)
      throw new UsageError('no point of the map is named', { hint: "Name one, or '*' for all." });
    if (units === undefined)
      throw new UsageError('no unit is named', { hint: 'Give --slave 1, or points of a map with --map.' });
    if (places.length === 0)
      throw new UsageError('no address is named', { hint: 'Give --reg 289, or --entity 40290.' });
    return targetsOf({ ...options, units: parseNumberRanges(units, 'units', 0, 255), addresses: places });
  }
  if (map === undefined) {
    throw new UsageError(`${points[0]} is named, but no device map`, {
      hint: /^\d/.test(points[0]!)
        ? 'Several addresses or values are written with commas: --reg 24,25.'
        : 'Give the file in which the points are described with --map.',
    });
  }
  const stray = Object.entries({ units, addresses, entities, ...options }).find(
    ([, value]) => value !== undefined && value !== false,
  );
  if (stray !== undefined)
    throw new UsageError(`${flagOf(stray[0])} does not go with points of a map`, {
      hint: 'Leave it out: the map says it.',
    });
  const found = await loadDeviceMap(map);
  return [...new Set(points.flatMap(point => find(found, point)))];
}

const flags: Readonly<Record<string, string>> = { units: 'slave', addresses: 'reg', entities: 'entity' };
const flagOf = (option: string) => `--${flags[option] ?? flagName(option)}`;

const split = (texts: readonly string[] = []) =>
  texts.flatMap(text => text.split(',')).map(text => text.trim());
