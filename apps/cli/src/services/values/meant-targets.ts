import { UsageError } from '@bus/line';
import { loadDeviceMap } from '../../device-map/load-device-map.js';
import { parseNumberRanges } from '../../number-ranges.js';
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

/**
 * The places that are meant, in the order in which they are named.
 *
 * @throws {UsageError} nothing, or too much, is named, or it makes no sense.
 */
export async function meantTargets({
  map,
  points = [],
  units,
  addresses,
  entities,
  ...options
}: Meant): Promise<Target[]> {
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
      hint: 'Give the file in which the points are described with --map.',
    });
  }
  const stray = Object.entries({ units, addresses, entities, ...options }).find(
    ([, value]) => value !== undefined && value !== false,
  );
  if (stray !== undefined)
    throw new UsageError(`${stray[0]} does not go with points of a map, which says it`, {});
  const found = await loadDeviceMap(map);
  return [...new Set(points.flatMap(point => found.pointsOf(point)))];
}

const split = (texts: readonly string[] = []) =>
  texts.flatMap(text => text.split(',')).map(text => text.trim());
