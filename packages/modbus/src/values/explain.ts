import { BYTE_ORDERS, type ByteOrder, lowWordFirst, reorder } from './byte-order.js';
import { RegisterContentError } from './register-content-error.js';
import { shortestFloat16, shortestFloat32 } from './shortest-float.js';
import { decodeValue } from './value.js';
import type { StringEncoding, ValueSpec } from './value-spec.js';
import { VALUE_TYPES, type ValueType } from './value-types.js';

/** What registers mean in one type and order. Fit for `JSON.stringify`. */
export interface Explanation {
  type: ValueType;
  order: ByteOrder;
  /** Only for strings. */
  encoding?: StringEncoding;
  /** 64-bit integers are decimal digits; `NaN`, `Infinity`, `-Infinity` and `-0` are named, since JSON lacks them. */
  value: number | string | boolean[];
  /** For people: float16 and float32 with as few digits as it takes, a NaN with its bytes, bits with bit 15 first. */
  text: string;
}

/**
 * Shows one to four registers as every type and in every order that they may be one value of, and any number of them as
 * a text if it can be printed. Meant for finding out how a device sends a value that is known.
 *
 * @throws {UsageError} a register is not 0..65535, or there is none.
 *
 * @example explain([0x0000, 0x3f80]) // … { type: 'float32', order: 'CDAB', value: 1, text: '1' } …
 */
export function explain(registers: readonly number[]): Explanation[] {
  return [...numbers(registers), ...texts(registers)];
}

function numbers(registers: readonly number[]): Explanation[] {
  const rows: Explanation[] = [];
  for (const [type, traits] of Object.entries(VALUE_TYPES) as [
    ValueType,
    { kind: string; registers: number },
  ][]) {
    if (traits.registers !== registers.length || traits.kind === 'string' || traits.kind === 'bit') continue;
    for (const order of distinctOrders(registers.length)) {
      const value = attempt(registers, { type, order });
      if (value === undefined) continue;
      rows.push({ type, order, value: toJson(value), text: toText(value, type, reorder(registers, order)) });
    }
  }
  return rows;
}

/** In one register no word can come first. */
const distinctOrders = (registers: number): readonly ByteOrder[] =>
  registers === 1 ? BYTE_ORDERS.filter(order => !lowWordFirst(order)) : BYTE_ORDERS;

type Single = number | bigint | boolean[];

function attempt(registers: readonly number[], spec: ValueSpec): Single | undefined {
  try {
    return decodeValue(registers, spec) as Single;
  } catch (error) {
    if (error instanceof RegisterContentError) return undefined;
    throw error;
  }
}

function toJson(value: Single): Explanation['value'] {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return name(value);
  return value;
}

function toText(value: Single, type: ValueType, ordered: readonly number[]): string {
  if (Array.isArray(value)) return bitText(value);
  if (Number.isNaN(value)) return `NaN (${hex(ordered)})`;
  if (Object.is(value, -0)) return '-0';
  if (type === 'float16') return String(shortestFloat16(value as number));
  return String(type === 'float32' ? shortestFloat32(value as number) : value);
}

const name = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const hex = (registers: readonly number[]): string =>
  registers.map(word => word.toString(16).toUpperCase().padStart(4, '0')).join('');

const bitText = (bits: readonly boolean[]): string =>
  bits
    .toReversed()
    .map(bit => (bit ? '1' : '0'))
    .join('')
    .replace(/.{4}(?=.)/g, '$& ');

/** Texts without unprintable characters; wider encodings only where they show something else than ASCII. */
function texts(registers: readonly number[]): Explanation[] {
  const rows: Explanation[] = [];
  for (const order of distinctOrders(1)) {
    const seen = new Set(['']);
    for (const encoding of ['ascii', 'latin1', 'utf8'] as const) {
      const value = decodeValue(registers, { type: 'string', length: registers.length, order, encoding });
      if (seen.has(value) || /[\p{Cc}\p{Cn}\uFFFD]/u.test(value)) continue;
      seen.add(value);
      rows.push({ type: 'string', order, encoding, value, text: JSON.stringify(value) });
    }
  }
  return rows;
}
