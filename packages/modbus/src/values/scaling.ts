import { UsageError } from '@bus/line';
import { checkDecimals } from './decimal.js';
import {
  add,
  type DecimalNumber,
  divide,
  equal,
  formatDecimal,
  nearestNumber,
  subtract,
  toDecimal,
} from './decimal-number.js';
import { RegisterContentError } from './register-content-error.js';
import type { NumericInput, ValueSpec } from './value-spec.js';

/** value = raw × factor + offset, in decimal arithmetic. */
export interface Scaling {
  /** @throws {RegisterContentError} `exact`, and no JavaScript number has this value; or it is beyond all of them. */
  toValue(raw: number | bigint): number;
  /**
   * The raw value, rounded half away from zero, not yet checked against the type's range.
   *
   * @throws {UsageError} not a number; or `exact`, and it would have to be rounded.
   */
  toRaw(value: NumericInput): bigint;
  /** The smallest and the largest value of a range of raw values, in digits. */
  limits(min: bigint, max: bigint): [string, string];
}

/**
 * Absent where raw value and value are the same, which `decimals: 0` also means.
 *
 * @throws {UsageError} decimals, scale or offset make no sense.
 */
export function scalingOf(spec: ValueSpec): Scaling | undefined {
  const { decimals = 0, exact = false } = spec;
  checkDecimals(decimals);
  const scale = option('scale', spec.scale ?? 1);
  if (scale.coefficient === 0n) throw new UsageError('scale must not be 0');
  const offset = option('offset', spec.offset ?? 0);
  const factor = { coefficient: scale.coefficient, places: scale.places + decimals };
  const scaled = (raw: number | bigint): DecimalNumber =>
    add({ coefficient: BigInt(raw) * factor.coefficient, places: factor.places }, offset);
  const plain = spec.scale === undefined && offset.coefficient === 0n;
  if (plain && decimals === 0) return undefined;
  return {
    toValue(raw) {
      // Both operands are exact, and IEEE division rounds correctly: the number nearest to the decimal one.
      if (plain && !exact && typeof raw === 'number') return raw / 10 ** decimals;
      return toNumber(scaled(raw), exact);
    },
    toRaw(value) {
      const { quotient, exact: whole } = divide(subtract(toDecimal(value), offset), factor);
      if (exact && !whole) throw new UsageError(`${value} would have to be rounded`);
      return quotient;
    },
    limits(min, max) {
      const ends: [string, string] = [formatDecimal(scaled(min)), formatDecimal(scaled(max))];
      return factor.coefficient > 0n ? ends : [ends[1], ends[0]];
    },
  };
}

function option(name: 'scale' | 'offset', value: number | string): DecimalNumber {
  const number = toDecimal(value);
  // Anything else would let values overflow to Infinity or vanish.
  if (!Number.isFinite(nearestNumber(number)) || (nearestNumber(number) === 0 && number.coefficient !== 0n))
    throw new UsageError(`${name} is too large or too small: ${value}`);
  return number;
}

function toNumber(decimal: DecimalNumber, exact: boolean): number {
  const number = nearestNumber(decimal);
  if (!Number.isFinite(number)) throw new RegisterContentError('the scaled value is too large for a number');
  if (exact && !equal(toDecimal(number), decimal))
    throw new RegisterContentError(`${formatDecimal(decimal)} has more digits than a number can hold`);
  return number;
}
