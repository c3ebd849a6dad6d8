import type { AddressTable } from '@bus/modbus';
import { type Answered, ask } from '../ask.js';
import type { Context } from '../context.js';
import type { ConnectionOptions } from '../settings.js';
import { type Reading, readTarget } from './values/reading.js';
import { describeTargets, given, targetsOf, type ValueOptions } from './values/target.js';

export type ReadTable = AddressTable;

export interface ReadOptions extends ConnectionOptions, ValueOptions {
  /** 1..247; 0..255 over Modbus TCP. */
  unit: number;
  /** 0..65535, or a text as manuals print it: `0x121`, `HR:289`, `4x290`, `entity:40290`. */
  address: number | string;
  /** Of an address that does not say it; `holding` by default. */
  table?: ReadTable;
}

export interface ReadResult extends Answered, Reading {}

/**
 * Reads registers or bits of one device, all of them in one request.
 *
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { value } = await read({ unit: 1, address: 289, decimals: 1, port: '/dev/ttyUSB1' }); // 77.2
 */
export async function read(options: ReadOptions, context: Context = {}): Promise<ReadResult> {
  const { unit, address, table, type, order, count, decimals, signed, scale, offset } = options;
  const { length, encoding, bit } = options;
  const value = { type, order, count, decimals, signed, scale, offset, length, encoding, bit };
  const [target] = targetsOf({ units: [unit], addresses: [address], ...given({ table, ...value }) });
  const { signal } = context;
  const { answer, answered } = await ask(describeTargets([target!]), options, context, client =>
    readTarget(client, target!, { signal }),
  );
  const { port, framing, simulated, elapsed } = answered;
  return { port, framing, simulated, ...answer, elapsed };
}
