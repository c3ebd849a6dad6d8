import { UsageError } from '@bus/line';
import {
  compare,
  type DecimalNumber,
  equal,
  exactDecimal,
  nearestNumber,
  toDecimal,
} from './decimal-number.js';
import type { ElementCodec } from './element-codec.js';
import { halfToNumber, numberToHalf } from './half.js';
import { numericInput } from './numeric-input.js';
import type { NumericInput, ValueSpec } from './value-spec.js';
import type { TypeTraits } from './value-types.js';

/** How the numbers of one width are rounded and stand in bytes. */
interface Format {
  round(number: number): number;
  read(view: DataView): number;
  write(view: DataView, number: number): void;
}

const half: Format = {
  round: number => halfToNumber(numberToHalf(number)),
  read: view => halfToNumber(view.getUint16(0)),
  write: (view, number) => view.setUint16(0, numberToHalf(number)),
};
const single: Format = {
  round: Math.fround,
  read: view => view.getFloat32(0),
  write: (view, number) => view.setFloat32(0, number),
};
const double: Format = {
  round: number => number,
  read: view => view.getFloat64(0),
  write: (view, number) => view.setFloat64(0, number),
};

/** IEEE 754 numbers of 16, 32 and 64 bits. The view states the byte order, so that the host's does not matter. */
export function floatCodec(spec: ValueSpec, { registers }: TypeTraits): ElementCodec {
  const format = registers === 1 ? half : registers === 2 ? single : double;
  const view = new DataView(new ArrayBuffer(8));
  return {
    registers,
    decode(words) {
      for (let index = 0; index < registers; index += 1) view.setUint16(2 * index, words[index]!);
      return format.read(view);
    },
    encode(value) {
      format.write(view, checked(value, spec, format));
      return Array.from({ length: registers }, (_, index) => view.getUint16(2 * index));
    },
  };
}

function checked(input: unknown, { type, exact, allowInfinity }: ValueSpec, { round }: Format): number {
  const value = numericInput(input);
  const number = typeof value === 'number' ? value : meant(value, round);
  const stored = round(number);
  if (!Number.isFinite(stored) && !Number.isNaN(stored) && allowInfinity !== true) {
    throw new UsageError(`${value} does not fit ${type}: it would be stored as ${stored}`, {
      hint: 'If infinity is meant, allow it with allowInfinity: true.',
    });
  }
  if (exact === true && !isExactly(stored, value))
    throw new UsageError(`${value} is not a ${type} exactly: it would be stored as ${stored}`);
  return number;
}

/** A number that is stored as the one of the format that is nearest to the digits. */
function meant(value: bigint | string, round: Format['round']): number {
  const decimal = toDecimal(value);
  const number = nearestNumber(decimal);
  if (number === 0) return String(value).trim().startsWith('-') ? -0 : 0;
  return Number.isFinite(number) ? besideTie(number, decimal, round) : number;
}

/** Rounding twice goes wrong where the first time gives a number halfway between two of the format. */
function besideTie(number: number, decimal: DecimalNumber, round: Format['round']): number {
  const [larger, smaller] = [neighbour(number, 1n), neighbour(number, -1n)];
  const [above, below] = [round(larger), round(smaller)];
  const isTie =
    number - below === above - number || (!Number.isFinite(round(number)) && Number.isFinite(below));
  if (round(number) === number || !isTie) return number;
  const side = compare(decimal, exactDecimal(number)) * Math.sign(number);
  return side === 0 ? number : side > 0 ? larger : smaller;
}

/** The next number with a larger (1) or a smaller magnitude (-1). */
function neighbour(number: number, step: 1n | -1n): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  view.setBigUint64(0, view.getBigUint64(0) + step);
  return view.getFloat64(0);
}

/** Digits must come back as they are; a number must already be one of the type. */
function isExactly(stored: number, value: NumericInput): boolean {
  if (typeof value === 'number') return Object.is(stored, value);
  return Number.isFinite(stored) && equal(toDecimal(stored), toDecimal(value));
}
