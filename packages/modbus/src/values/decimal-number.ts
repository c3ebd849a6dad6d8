import { UsageError } from '@bus/line';

/** A decimal number without rounding: coefficient / 10^places. */
export interface DecimalNumber {
  readonly coefficient: bigint;
  /** 0 or more. */
  readonly places: number;
}

/** The parts of a written number: `-1.5e2` is negative, with the digits 15 and the point behind the third. */
export interface DecimalDigits {
  readonly negative: boolean;
  readonly digits: string;
  /** Digits before the point; may be negative, or more than there are digits. */
  readonly point: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** @throws {UsageError} `text` is not a number in decimal digits. */
export function parseDigits(text: string): DecimalDigits {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '')
    throw new UsageError(`'${text}' is not a decimal number`);
  return { negative: sign === '-', digits: whole + fraction, point: whole.length + Number(exponent) };
}

/**
 * The number that a person means by `value`; for a JavaScript number the shortest digits that give it.
 *
 * @throws {UsageError} not a decimal number.
 */
export function toDecimal(value: number | bigint | string): DecimalNumber {
  if (typeof value === 'bigint') return { coefficient: value, places: 0 };
  const { negative, digits, point } = parseDigits(String(value).trim());
  const magnitude = BigInt(digits) * 10n ** BigInt(Math.max(0, point - digits.length));
  return { coefficient: negative ? -magnitude : magnitude, places: Math.max(0, digits.length - point) };
}

/** The JavaScript number nearest to a decimal one. */
export const nearestNumber = ({ coefficient, places }: DecimalNumber): number =>
  Number(`${coefficient}e-${places}`);

/** Its digits without an exponent: `-0.5`. */
export function formatDecimal({ coefficient, places }: DecimalNumber): string {
  const digits = String(magnitude(coefficient)).padStart(places + 1, '0');
  const point = digits.length - places;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return `${coefficient < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Both coefficients at the places of the finer number. */
function align(a: DecimalNumber, b: DecimalNumber): [bigint, bigint, number] {
  const places = Math.max(a.places, b.places);
  const at = (x: DecimalNumber): bigint => x.coefficient * 10n ** BigInt(places - x.places);
  return [at(a), at(b), places];
}

export function add(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  const [left, right, places] = align(a, b);
  return { coefficient: left + right, places };
}

export function subtract(a: DecimalNumber, b: DecimalNumber): DecimalNumber {
  return add(a, { coefficient: -b.coefficient, places: b.places });
}

export function equal(a: DecimalNumber, b: DecimalNumber): boolean {
  const [left, right] = align(a, b);
  return left === right;
}

/** Below 0, 0 or above 0 as `a` is smaller than, equal to or larger than `b`. */
export function compare(a: DecimalNumber, b: DecimalNumber): number {
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A finite JavaScript number with all of its digits, unlike the shortest that `toDecimal` takes. */
export function exactDecimal(number: number): DecimalNumber {
  let [whole, places] = [number, 0];
  // Doubling is exact for all but subnormal results, of which there are none on the way up.
  for (; !Number.isInteger(whole); places += 1) whole *= 2;
  return { coefficient: BigInt(whole) * 5n ** BigInt(places), places };
}

/** a / b to the nearest whole number, ties away from zero, and whether it was one. */
export function divide(a: DecimalNumber, b: DecimalNumber): { quotient: bigint; exact: boolean } {
  const [left, right] = align(a, b);
  const negative = left < 0n !== right < 0n;
  const [dividend, divisor] = [magnitude(left), magnitude(right)];
  const rounded = (2n * dividend + divisor) / (2n * divisor);
  return { quotient: negative ? -rounded : rounded, exact: dividend % divisor === 0n };
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);
