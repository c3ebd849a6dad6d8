import { UsageError } from '@bus/line';
import {
  type AddressTable,
  type ByteOrder,
  parseAddress,
  registersOf,
  type StringEncoding,
  type ValueSpec,
  type ValueType,
} from '@bus/modbus';
import type { MapPoint } from '../../device-map/device-map.js';
import { exactSpec } from '../../device-map/exact-spec.js';
import { readFunctions } from '../../device-map/point-functions.js';

/** A place in a device and how it is to be understood: a point of a map, or one that has no name. */
export type Target = Pick<MapPoint, 'unit' | 'table' | 'address' | 'size' | 'spec' | 'count' | 'symbol'> & {
  readonly name?: string;
} & Partial<Pick<MapPoint, 'device' | 'writable' | 'min' | 'max' | 'functions'>>;

/** How registers are to be understood; see `ValueSpec`. Bits take `count` only. */
export interface ValueOptions {
  /** `uint16` by default, or `int16` with `signed`. */
  type?: ValueType;
  order?: ByteOrder;
  /** Values, or bits, from each address on; 1 by default. */
  count?: number;
  /** Decimal places that the raw integer hides, 0..10; 0 by default. */
  decimals?: number;
  /** Short for the type `int16`. */
  signed?: boolean;
  scale?: number | string;
  offset?: number | string;
  /** Registers of a string. */
  length?: number;
  encoding?: StringEncoding;
  /** Which bit of a register the type `bit` is. */
  bit?: number;
}

export interface TargetOptions extends ValueOptions {
  units: readonly number[];
  /** As manuals print them: `289`, `0x121`, `HR:289`, `4x290`, `entity:40290`; ranges such as `289-292` as well. */
  addresses: readonly (string | number)[];
  /** Of addresses that do not say it; `holding` by default. */
  table?: AddressTable;
}

export const isBits = (table: AddressTable): table is 'coil' | 'discrete' =>
  table === 'coil' || table === 'discrete';

/**
 * All places that are meant: every address of every unit.
 *
 * @throws {UsageError} an address or an option makes no sense.
 */
export function targetsOf({ units, addresses, table, ...options }: TargetOptions): Target[] {
  const places = addresses.map(address => placeOf(address, table, options));
  return units.flatMap(unit => places.map(place => ({ unit, ...place })));
}

/** Without the keys that nothing was said of. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

type Place = Omit<Target, 'unit'>;

function placeOf(text: string | number, usual: AddressTable | undefined, options: ValueOptions): Place {
  const within = usual === undefined ? {} : { table: usual };
  const range =
    typeof text === 'string' ? /^(.*?)(0x[\da-f]+|\d+)\s*-\s*(0x[\da-f]+|\d+)$/i.exec(text.trim()) : null;
  if (range === null) {
    const { table, address } = parseAddress(text, within);
    return meaning(table, address, options);
  }
  const [, prefix = '', first = '', last = ''] = range;
  const from = parseAddress(prefix + first, within);
  const to = parseAddress(prefix + last, within);
  if (to.address < from.address || to.table !== from.table)
    throw new UsageError(`'${text}' is no range of addresses`, {
      hint: 'Write the lower one first: 289-292.',
    });
  if (options.count !== undefined)
    throw new UsageError(`'${text}' is a range, which says itself how many there are`, {
      hint: 'Leave count out.',
    });
  const width = isBits(from.table) ? 1 : registersOf(specOf(options));
  const count = (to.address - from.address + 1) / width;
  if (Number.isInteger(count)) return meaning(from.table, from.address, { ...options, count });
  throw new UsageError(
    `'${text}' does not hold a whole number of values, which take ${width} registers each`,
  );
}

function meaning(table: AddressTable, address: number, options: ValueOptions): Place {
  const { count } = options;
  if (!isBits(table)) {
    const spec = specOf(options);
    return { table, address, size: registersOf(spec), spec };
  }
  const wrong = Object.entries(options).find(
    ([name, value]) => name !== 'count' && value !== undefined && value !== false && value !== 0,
  );
  if (wrong !== undefined)
    throw new UsageError(`${wrong[0]} is for registers: a coil or discrete input is on or off`);
  return { table, address, size: count ?? 1, ...(count === undefined ? {} : { count }) };
}

/** @throws {UsageError} what is said of the type is a contradiction, or not enough. */
function specOf({ type, signed, count, decimals, bit, ...others }: ValueOptions): ValueSpec {
  if (signed && type !== undefined)
    throw new UsageError('signed and type are both given', { hint: `Give the type alone, such as int16.` });
  if (bit !== undefined && (signed || (type !== undefined && type !== 'bit')))
    throw new UsageError(`bit is one of a register, which is no ${type ?? 'int16'} then`, {
      hint: 'Leave the type out.',
    });
  if (type === 'bit' && bit === undefined)
    throw new UsageError('it is not said which bit of the register is meant', {
      hint: 'Give --bit 0 for the lowest one, to --bit 15.',
    });
  const usual = signed ? 'int16' : bit === undefined ? 'uint16' : 'bit';
  const given = Object.entries({ ...others, count, decimals, bit }).filter(
    ([, value]) => value !== undefined,
  );
  return exactSpec({ type: type ?? usual, ...Object.fromEntries(given) });
}

/** What is about to be read, for people: `unit 1, holding 289, FC3`, or `3 places of units 1, 2`. */
export function describeTargets(targets: readonly Target[]): string {
  const [first] = targets;
  if (targets.length === 1 && first !== undefined)
    return `unit ${first.unit}, ${describePlace(first)}, FC${readFunctions[first.table]}`;
  const units = [...new Set(targets.map(({ unit }) => unit))];
  return `${targets.length} places of unit${units.length === 1 ? '' : 's'} ${units.join(', ')}`;
}

/** `holding 289`, `holding 289 to 292`, or `holding 289 bit 3`. */
export function describePlace({
  table,
  address,
  size,
  spec,
}: Pick<Target, 'table' | 'address' | 'size'> & { spec?: Pick<ValueSpec, 'bit'> | undefined }): string {
  const bit = spec?.bit === undefined ? '' : ` bit ${spec.bit}`;
  return size === 1 ? `${table} ${address}${bit}` : `${table} ${address} to ${address + size - 1}${bit}`;
}
