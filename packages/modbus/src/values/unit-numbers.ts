import { type ExchangeOptions, UsageError } from '@bus/line';
import type { ByteOrder } from './byte-order.js';
import { type ReadValueOptions, type RegisterAccess, readValue, writeValue } from './unit-values.js';
import type { NumericInput } from './value-spec.js';

/** How a whole number or a float of more than one register is laid out. */
export interface LayoutOptions {
  /** ABCD by default. */
  order?: ByteOrder;
  /** 2 (32 bits, the default) or 4 (64 bits). */
  registers?: 2 | 4;
}
export interface LongOptions extends LayoutOptions {
  /** Two's complement; false by default. */
  signed?: boolean;
}
export interface FloatWriteOptions extends LayoutOptions, ExchangeOptions {
  /** Write infinities, also for finite numbers that are too large for the type. */
  allowInfinity?: boolean;
}
export interface ReadLongOptions extends LongOptions, ReadValueOptions {}
export interface WriteLongOptions extends LongOptions, ExchangeOptions {}
export interface ReadFloatOptions extends LayoutOptions, ReadValueOptions {}

/** Reads a whole number of 2 registers, or of 4 as a bigint. */
export function readLong(
  access: RegisterAccess,
  address: number,
  options: ReadLongOptions & { registers: 4 },
): Promise<bigint>;
export function readLong(
  access: RegisterAccess,
  address: number,
  options?: ReadLongOptions & { registers?: 2 },
): Promise<number>;
export function readLong(
  access: RegisterAccess,
  address: number,
  options?: ReadLongOptions,
): Promise<number | bigint>;
export async function readLong(
  access: RegisterAccess,
  address: number,
  { order = 'ABCD', registers, signed, ...exchange }: ReadLongOptions = {},
): Promise<number | bigint> {
  return readValue(access, address, { type: longType(registers, signed), order }, exchange);
}

/** Writes a whole number to 2 or 4 registers. */
export async function writeLong(
  access: RegisterAccess,
  address: number,
  value: NumericInput,
  { order = 'ABCD', registers, signed, ...exchange }: WriteLongOptions = {},
): Promise<void> {
  await writeValue(access, address, value, { type: longType(registers, signed), order }, exchange);
}

/** Reads a float of 2 or 4 registers. */
export async function readFloat(
  access: RegisterAccess,
  address: number,
  { order = 'ABCD', registers, ...exchange }: ReadFloatOptions = {},
): Promise<number> {
  return readValue(access, address, { type: floatType(registers), order }, exchange);
}

/** Writes a float to 2 or 4 registers. */
export async function writeFloat(
  access: RegisterAccess,
  address: number,
  value: NumericInput,
  { order = 'ABCD', registers, allowInfinity = false, ...exchange }: FloatWriteOptions = {},
): Promise<void> {
  await writeValue(access, address, value, { type: floatType(registers), order, allowInfinity }, exchange);
}

/** Reads `count` floats that stand one behind the other. */
export async function readFloats(
  access: RegisterAccess,
  address: number,
  count: number,
  { order = 'ABCD', registers, ...exchange }: ReadFloatOptions = {},
): Promise<number[]> {
  return readValue(access, address, { type: floatType(registers), order, count }, exchange);
}

/** Writes floats one behind the other. */
export async function writeFloats(
  access: RegisterAccess,
  address: number,
  values: readonly NumericInput[],
  { order = 'ABCD', registers, allowInfinity = false, ...exchange }: FloatWriteOptions = {},
): Promise<void> {
  const spec = { type: floatType(registers), order, allowInfinity, count: values.length };
  await writeValue(access, address, values, spec, exchange);
}

function longType(registers: number | undefined, signed = false) {
  if (wide(registers)) return signed ? 'int64' : 'uint64';
  return signed ? 'int32' : 'uint32';
}

const floatType = (registers: number | undefined): 'float32' | 'float64' =>
  wide(registers) ? 'float64' : 'float32';

function wide(registers = 2): boolean {
  if (registers !== 2 && registers !== 4) throw new UsageError(`registers must be 2 or 4, not ${registers}`);
  return registers === 4;
}
