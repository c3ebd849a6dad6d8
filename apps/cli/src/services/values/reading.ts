import type { AddressTable, ByteOrder, ModbusClient, Value, ValueType } from '@bus/modbus';
import { readFunctions } from '../../device-map/point-functions.js';
import type { ErrorJson } from '../../format-error.js';
import { isBits, type Target } from './target.js';

/** A single value: a number, a bigint of 64 bits, a text, on or off, or the sixteen bits of a register. */
export type Single = number | bigint | string | boolean | boolean[];

/** What was read from one place. */
export interface Reading {
  /** Of a point of a map: `boiler.flow`. */
  name?: string;
  unit: number;
  table: AddressTable;
  /** Address of the first value. */
  address: number;
  /** Registers or bits that it takes. */
  quantity: number;
  functionCode: number;
  /** Type of the registers; absent for coils and discrete inputs. */
  type?: ValueType;
  /** Where it is not ABCD. */
  order?: ByteOrder;
  /** Of the type `bit`: which one of the register. */
  bit?: number;
  /** Decimal places that the raw integer hides. */
  decimals: number;
  /** Unit of measurement, where the map says one. */
  symbol?: string;
  values: Single[];
  /** The value, when one was asked for. */
  value?: Single;
}

/** What could not be read, and why. */
export type FailedReading = Omit<Reading, 'values' | 'value'> & { error: ErrorJson['error'] };

/** What is known of a reading before anything is asked. */
export function aboutReading(target: Target): Omit<Reading, 'values' | 'value'> {
  const { name, unit, table, address, size, spec, symbol } = target;
  return {
    ...(name === undefined ? {} : { name }),
    unit,
    table,
    address,
    quantity: size,
    functionCode: readFunctions[table],
    ...(spec === undefined ? {} : { type: spec.type }),
    ...(spec?.order === undefined || spec.order === 'ABCD' ? {} : { order: spec.order }),
    ...(spec?.bit === undefined ? {} : { bit: spec.bit }),
    decimals: spec?.decimals ?? 0,
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/**
 * Reads one place, all of it in one request.
 *
 * @throws {BusError} no sound answer came, or the registers mean nothing in the type.
 */
export async function readTarget(
  client: ModbusClient,
  target: Target,
  call: { signal?: AbortSignal | undefined },
): Promise<Reading> {
  const { unit, table, address, size, spec, count } = target;
  const device = client.unit(unit);
  let values: Single[];
  if (isBits(table)) values = await device.readBits(address, size, { ...call, table });
  else {
    const read: Value = await device.readValue(address, spec ?? { type: 'uint16' }, { ...call, table });
    values = (spec?.count === undefined ? [read] : read) as Single[];
  }
  const one = (isBits(table) ? count : spec?.count) ?? 1;
  return { ...aboutReading(target), values, ...(one === 1 ? { value: values[0]! } : {}) };
}
