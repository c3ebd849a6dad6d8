import { UsageError } from '@bus/line';
import {
  BYTE_ORDERS,
  decodeValue,
  encodeValue,
  RegisterContentError,
  registersOf,
  VALUE_TYPES,
  type ValueSpec,
  type ValueType,
} from '@bus/modbus';
import { Cursor } from '../cursor.js';
import { must, same, unlessRefused } from '../oracle.js';
import type { Target } from '../target.js';

const TYPES = Object.keys(VALUE_TYPES) as ValueType[];

export const target: Target = {
  name: 'values',
  promise: 'registers are refused, or mean a value; encoded again, it means the same',
  longest: 80,
  seeds: TYPES.flatMap((_, index) => [
    [index, 0, 0, 0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0],
    [index, 1, 0x11, 2, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0],
  ]),
  run(input) {
    const cursor = new Cursor(input);
    const spec = specOf(cursor);
    const count = unlessRefused(() => registersOf(spec), UsageError);
    if (count === undefined || count > 40) return;
    const registers = Array.from({ length: count }, () => cursor.byte() * 256 + cursor.byte());
    const value: unknown = unlessRefused(
      () => decodeValue(registers, spec),
      UsageError,
      RegisterContentError,
    );
    if (value === undefined) return;
    const again = unlessRefused(() => encodeValue(value as never, spec), UsageError);
    // Texts are trimmed, scales round, infinities are not written unless that is wished.
    if (again === undefined)
      return must(!isPlain(spec), () => `${JSON.stringify(spec)} cannot be written again`);
    must(
      again.length === count && again.every(register => register >= 0 && register <= 0xffff),
      'no registers',
    );
    if (isPlain(spec)) same(decodeValue(again, spec), value, JSON.stringify(spec));
  },
};

function specOf(cursor: Cursor): ValueSpec {
  const type = cursor.pick(TYPES);
  const order = cursor.pick(BYTE_ORDERS);
  const [which, number] = [cursor.byte(), cursor.byte()];
  return {
    type,
    order,
    ...(which & 1 ? { decimals: number % 12 } : {}),
    ...(which & 2 ? { scale: (number & 15) / 4 - 1 } : {}),
    ...(which & 4 ? { offset: number - 128 } : {}),
    ...(which & 8 ? { sentinels: [number, 0x8000] } : {}),
    ...(which & 16 ? { count: number % 4 } : {}),
    ...(type === 'string'
      ? { length: 1 + (number & 7), encoding: (['ascii', 'latin1', 'utf8'] as const)[which % 3]! }
      : {}),
    ...(type === 'bit' ? { bit: number & 15 } : {}),
  };
}

/** Nothing is scaled away, and every value of the type can be written. Scaled, 64 bits do not fit a number. */
const isPlain = ({ type, scale, sentinels, decimals, offset }: ValueSpec): boolean =>
  scale === undefined &&
  sentinels === undefined &&
  /^u?int|^bcd|^bits/.test(type) &&
  (!type.endsWith('64') || (decimals === undefined && offset === undefined));
