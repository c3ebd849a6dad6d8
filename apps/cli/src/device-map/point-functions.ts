import { UsageError } from '@bus/line';
import type { AddressTable } from '@bus/modbus';
import type { MapPoint } from './device-map.js';

/** Function codes of writing; 22 changes single bits of a register. */
export type WriteFunction = 5 | 6 | 15 | 16 | 22;

/** Function codes of reading. */
export const readFunctions: Readonly<Record<AddressTable, number>> = {
  coil: 1,
  discrete: 2,
  holding: 3,
  input: 4,
};

/** What decides about the functions of a place. */
export type Place = Pick<MapPoint, 'table' | 'size' | 'spec'>;

/** The functions that write a place at once, the usual one first; none where it can only be read. */
export function writeFunctions({ table, size, spec }: Place): readonly WriteFunction[] {
  if (table === 'coil') return size === 1 ? [5, 15] : [15];
  if (table !== 'holding') return [];
  if (spec?.type === 'bit') return [22];
  return size === 1 ? [16, 6] : [16];
}

/** A place, and the functions that its device knows, where somebody says so. */
export type KnownPlace = Place & Pick<Partial<MapPoint>, 'name' | 'device' | 'functions'>;

/**
 * Is there anything to be read?
 *
 * @throws {UsageError} the device does not know the function, as its map says.
 */
export function checkReadable(place: KnownPlace): void {
  checkKnown(place, readFunctions[place.table], 'read');
}

/** @throws {UsageError} the device does not know the function, as its map says. */
export function checkKnown(place: KnownPlace, functionCode: number, what: 'read' | 'written'): void {
  const { name, device, functions } = place;
  if (knows(place, functionCode)) return;
  throw new UsageError(
    `${name} is ${what} with function ${functionCode}, which ${device} does not know: its functions are ${functions!.join(', ')}`,
    { hint: 'If it does, add it to the functions of the device in its map.' },
  );
}

/** Does its device know the function, as far as its map says? */
export const knows = ({ functions }: Pick<KnownPlace, 'functions'>, functionCode: number): boolean =>
  functions?.includes(functionCode) ?? true;
