import { type ByteOrder, type ModbusUnit, VALUE_TYPES } from '@bus/modbus';
import type { CheckedParams, PointValue } from '../protocol/index.js';
import type { ExchangeCall } from './call-context.js';

type NumericType = NonNullable<CheckedParams<'modbus.read'>['type']>;

/** Which numbers are to be read. */
export interface NumbersAsked {
  readonly address: number;
  readonly count: number;
  readonly table: 'holding' | 'input';
  readonly type?: NumericType;
  readonly order?: ByteOrder;
  readonly decimals?: number;
}

/**
 * Reads registers as numbers, all in one request. What a JSON number cannot carry becomes text: integers beyond 2^53
 * their digits, floats that are no number a word.
 *
 * @throws {UsageError} the type has no decimals, or it is too much for one request.
 * @throws {BusError} the unit or the line failed.
 */
export async function readNumbers(
  unit: Pick<ModbusUnit, 'readValue'>,
  { address, count, table, type = 'uint16', order, decimals }: NumbersAsked,
  call: ExchangeCall,
): Promise<PointValue[]> {
  const spec = { type, count, ...(order === undefined ? {} : { order }) };
  if (isWide(type)) {
    // Without the decimals they come as bigints: scaled ones would be rounded.
    const integers = (await unit.readValue(address, spec, { ...call, table })) as bigint[];
    return integers.map(integer => fromWide(integer, decimals ?? 0));
  }
  const scaled = { ...spec, ...(decimals === undefined ? {} : { decimals }) };
  return ((await unit.readValue(address, scaled, { ...call, table })) as number[]).map(fromNumber);
}

/** Any 15 digits with a point among them come back from a number as they were; of 16 some don't. */
const MAX_DIGITS = 10n ** 15n - 1n;

function isWide(type: NumericType): boolean {
  const { kind, registers } = VALUE_TYPES[type];
  return kind === 'integer' && registers === 4;
}

function fromWide(integer: bigint, decimals: number): PointValue {
  const text = decimalText(integer, decimals);
  const size = integer < 0n ? -integer : integer;
  return size <= (decimals === 0 ? Number.MAX_SAFE_INTEGER : MAX_DIGITS) ? Number(text) : text;
}

/** @example decimalText(-772n, 1) // '-77.2' */
export function decimalText(integer: bigint, decimals: number): string {
  if (decimals === 0) return `${integer}`;
  const digits = `${integer < 0n ? -integer : integer}`.padStart(decimals + 1, '0');
  return `${integer < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function fromNumber(value: number): PointValue {
  if (Number.isNaN(value)) return 'not a number';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'infinite' : 'minus infinite';
}
