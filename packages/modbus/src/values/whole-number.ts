import { UsageError } from '@bus/line';
import { divide, toDecimal } from './decimal-number.js';
import type { Scaling } from './scaling.js';
import type { NumericInput } from './value-spec.js';

const ONE = toDecimal(1n);

/** The raw values that a type has, and how values become raw values. */
export interface WholeNumberFormat {
  /** For messages: `an int16`. */
  readonly name: string;
  readonly min: bigint;
  readonly max: bigint;
  readonly scaling: Scaling | undefined;
  /** Refuse fractions. */
  readonly exact: boolean;
}

/** @throws {UsageError} not a number, out of range, or it would have to be rounded and must not. */
export function toRawValue(value: NumericInput, format: WholeNumberFormat): bigint {
  const raw = format.scaling === undefined ? unscaled(value, format.exact) : format.scaling.toRaw(value);
  if (raw < format.min || raw > format.max) throw outOfRange(value, format);
  return raw;
}

function unscaled(value: NumericInput, exact: boolean): bigint {
  if (typeof value === 'bigint') return value;
  if (Number.isSafeInteger(value)) return BigInt(value);
  if (Number.isInteger(value)) {
    throw new UsageError(`${value} is beyond the whole numbers that a number holds exactly`, {
      hint: 'Give it as a bigint or as decimal digits.',
    });
  }
  const { quotient, exact: whole } = divide(toDecimal(value), ONE);
  if (exact && !whole) {
    throw new UsageError(`${value} is not a whole number`, {
      hint: 'With decimals, scale or exact: false it is rounded.',
    });
  }
  return quotient;
}

function outOfRange(value: NumericInput, { name, min, max, scaling }: WholeNumberFormat): UsageError {
  const [low, high] = scaling === undefined ? [min, max] : scaling.limits(min, max);
  const unsigned = min === 0n && scaling === undefined && Number(value) < 0;
  return new UsageError(`${value} does not fit ${name}: ${low} to ${high}`, {
    ...(unsigned ? { hint: 'Negative values need a signed type.' } : {}),
  });
}
