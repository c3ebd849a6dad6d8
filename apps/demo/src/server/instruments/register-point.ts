import { UsageError } from '@bus/line';
import { decodeValue, registersOf, type ValueSpec } from '@bus/modbus';
import type { PointInfo, PointValue } from '../../protocol/index.js';
import type { RegisterPoint } from '../settings/server-settings.js';

const ADDRESSES = 65_536;

/** Is the point one bit? */
export const isBit = ({ table }: RegisterPoint): boolean => table === 'coil' || table === 'discrete';

/** Registers or bits that the point takes. */
export const widthOf = (point: RegisterPoint): number => (isBit(point) ? 1 : registersOf(specOf(point)));

/** How the registers of a point stand for its value. With floats, `decimals` only says how many are shown. */
export function specOf({ type = 'uint16', order, decimals }: RegisterPoint): NumberSpec {
  return {
    type,
    ...(order === undefined ? {} : { order }),
    ...(decimals === undefined || type.startsWith('float') ? {} : { decimals }),
  };
}

type NumberSpec = ValueSpec & { type: NonNullable<RegisterPoint['type']> };

/** What is told of a point. @throws {UsageError} its settings contradict each other. */
export function pointInfo(point: RegisterPoint): PointInfo {
  check(point);
  const { id, title = id, table, unit, decimals, min, max, writable = false } = point;
  const plain = { id, title, writable };
  if (isBit(point)) return { ...plain, kind: 'switch', role: table === 'coil' ? 'output' : 'input' };
  const places = decimals ?? (point.type?.startsWith('float') ? undefined : 0);
  return {
    ...plain,
    kind: 'number',
    role: writable ? 'set-point' : 'measured',
    ...(unit === undefined ? {} : { unit }),
    ...(places === undefined ? {} : { decimals: places }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** The value of a point in its registers: words where they hold no number. */
export function valueIn(registers: readonly number[], point: RegisterPoint): PointValue {
  const value = decodeValue(registers, specOf(point)) as number;
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'no number' : 'infinite';
}

function check(point: RegisterPoint): void {
  const { id, table, address, writable, type, order, decimals, unit, min, max } = point;
  if (writable && (table === 'input' || table === 'discrete'))
    throw new UsageError(`${id}: nothing can be written to the table '${table}'`);
  if (isBit(point)) {
    const given = Object.entries({ type, order, decimals, unit, min, max }).find(
      ([, value]) => value !== undefined,
    );
    if (given !== undefined) throw new UsageError(`${id}: a ${table} is on or off and has no ${given[0]}`);
  }
  if (!Number.isInteger(address) || address < 0 || address + widthOf(point) > ADDRESSES)
    throw new UsageError(`${id}: there is no address ${address} for it: 0 to ${ADDRESSES - widthOf(point)}`);
  if (min !== undefined && max !== undefined && min > max)
    throw new UsageError(`${id}: min is ${min}, more than max, ${max}`);
}
