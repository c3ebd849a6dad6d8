import { type AddressTable, parseAddress, registersOf, type ValueSpec } from '@bus/modbus';
import { at, fault, type Located, type Place, placeOf } from '../document/located.js';
import { DeviceMap, type MapDevice, type MapPoint } from './device-map.js';
import { exactSpec } from './exact-spec.js';
import { type DeviceEntry, mapShape, type PointEntry } from './map-shape.js';
import { checkKnown, checkReadable, knows, writeFunctions } from './point-functions.js';

/** Where a key of something stands. */
type PlaceOf = (...path: readonly string[]) => Place;

/**
 * Makes a device map of a document.
 *
 * @throws {UsageError} something in it makes no sense: says where.
 */
export function buildMap(root: Located): DeviceMap {
  const { name, devices } = mapShape.read(root, '');
  const built = Object.entries(devices).map(([device, entry]) =>
    buildDevice(device, entry, (...path) => placeOf(root, 'devices', device, ...path)),
  );
  return new DeviceMap(root.place.file, name, built);
}

function buildDevice(name: string, entry: DeviceEntry, placeInDevice: PlaceOf): MapDevice {
  const { unit, description, order, base, points, ...limits } = entry;
  const built = Object.entries(points).map(([pointName, point]): MapPoint => {
    const place: PlaceOf = (...path) => placeInDevice('points', pointName, ...path);
    const found = buildPoint(point, { order, base }, place);
    checkLimits(found, limits, place);
    const { functions } = limits;
    const named = { name: `${name}.${pointName}`, device: name, unit, ...found, ...given({ functions }) };
    checkFunctions(named, place);
    return named;
  });
  return { name, unit, ...given({ description }), limits, points: built };
}

type Built = Omit<MapPoint, 'name' | 'device' | 'unit'>;

/** What a device says for all of its points. */
type Defaults = Pick<DeviceEntry, 'order' | 'base'>;

function buildPoint(point: PointEntry, { order, base }: Defaults, place: PlaceOf): Built {
  const { table, address } = at(place('address'), () =>
    parseAddress(point.address, {
      ...given({ table: point.table }),
      // A number is a protocol address; what digits in quotes are, the device says.
      ...(typeof point.address === 'string' ? given({ base }) : {}),
    }),
  );
  const bits = table === 'coil' || table === 'discrete';
  const meaning = bits
    ? bitsOf(point, table, place)
    : registersOfPoint({ ...given({ order }), ...point }, place);
  if (address + meaning.size > 65_536)
    throw fault(place('address'), `the last address would be ${address + meaning.size - 1}, beyond 65535`);
  const { symbol, description, writable = false, value } = point;
  checkWritable(point, table, place);
  return {
    table,
    address,
    ...meaning,
    writable,
    ...limitsOf(point, place),
    ...given({ symbol, description, initial: value }),
  };
}

/** What makes sense only for registers. */
const registerKeys = ['type', 'order', 'length', 'encoding', 'bit', 'decimals', 'scale', 'offset'] as const;

function bitsOf(point: PointEntry, table: AddressTable, place: PlaceOf): Pick<MapPoint, 'size' | 'count'> {
  const wrong = registerKeys.find(key => point[key] !== undefined);
  if (wrong !== undefined)
    throw fault(
      place(wrong),
      `${wrong} is for registers: a ${table === 'coil' ? 'coil' : 'discrete input'} is on or off`,
    );
  return { size: point.count ?? 1, ...given({ count: point.count }) };
}

function registersOfPoint(point: PointEntry, place: PlaceOf): Pick<MapPoint, 'size' | 'spec'> {
  const { type = 'uint16', order, count, length, encoding, bit, decimals, scale, offset } = point;
  const spec = exactSpec({
    type,
    ...given({ order, count, length, encoding, bit, decimals, scale, offset }),
  });
  const size = sizeOf(spec, place);
  if (size > 125)
    throw fault(place('count'), `it takes ${size} registers, and one request reads at most 125`);
  return { size, spec };
}

/** What is wrong with a spec is told at the key that the message names. */
function sizeOf(spec: ValueSpec, place: PlaceOf): number {
  try {
    return registersOf(spec);
  } catch (error) {
    const { message } = error as Error;
    const key = Object.keys(spec).find(
      name => message.includes(`'${name}'`) || message.startsWith(`${name} `),
    );
    return at(place(key ?? 'type'), () => {
      throw error;
    });
  }
}

function checkWritable({ writable }: PointEntry, table: AddressTable, place: PlaceOf): void {
  if (writable && table !== 'holding' && table !== 'coil')
    throw fault(place('writable'), `what stands in the table '${table}' cannot be written`);
}

function limitsOf({ min, max }: PointEntry, place: PlaceOf): { min?: string; max?: string } {
  if (min !== undefined && max !== undefined && Number(min) > Number(max))
    throw fault(place('min'), `min is ${min}, and max only ${max}`);
  return given({
    min: min === undefined ? undefined : String(min),
    max: max === undefined ? undefined : String(max),
  });
}

function checkLimits(
  { table, size }: Built,
  { maxRegisters = 125, maxBits = 2000 }: { maxRegisters?: number; maxBits?: number },
  place: PlaceOf,
): void {
  const bits = table === 'coil' || table === 'discrete';
  const [limit, name] = bits ? [maxBits, 'maxBits'] : [maxRegisters, 'maxRegisters'];
  if (size > limit)
    throw fault(place('address'), `it takes ${size}, and the device reads at most ${limit} (${name})`);
}

/** A point that its device has no function for is a mistake in the map. */
function checkFunctions(point: MapPoint, place: PlaceOf): void {
  const writing = writeFunctions(point);
  if (!point.writable) at(place('address'), () => checkReadable(point));
  else if (!writing.some(code => knows(point, code)) && !bitByRewriting(point))
    at(place('writable'), () => checkKnown(point, writing[0]!, 'written'));
}

/** May a bit be changed by reading and writing its register, when somebody asks for just that? */
const bitByRewriting = (point: MapPoint) =>
  point.spec?.type === 'bit' && knows(point, 3) && (knows(point, 6) || knows(point, 16));

/** Without the keys that nothing was said of. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
