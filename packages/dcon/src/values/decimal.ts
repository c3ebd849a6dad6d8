import { UsageError } from '@bus/line';

/** A number in digits: `dd.ddd` or `±dd.ddd`, as analog outputs want it. */
export interface DecimalForm {
  readonly whole: number;
  readonly decimals: number;
  readonly signed: boolean;
}

/**
 * Writes a number with so many digits before and behind the point, rounded in decimal, half away from zero.
 *
 * @throws {UsageError} it does not fit.
 *
 * @example writeDecimal(5, { whole: 2, decimals: 3, signed: true }); // '+05.000'
 */
export function writeDecimal(value: number, { whole, decimals, signed }: DecimalForm): string {
  const scaled = Math.round(shifted(Math.abs(value), decimals));
  const negative = value < 0 && scaled !== 0;
  const digits = String(scaled).padStart(whole + decimals, '0');
  if (!Number.isSafeInteger(scaled) || digits.length > whole + decimals || (negative && !signed))
    throw new UsageError(
      `${value} does not fit into ${signed ? '±' : ''}${'d'.repeat(whole)}.${'d'.repeat(decimals)}`,
    );
  const sign = signed ? (negative ? '-' : '+') : '';
  return `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

/** Shifts the point in the digits, not by a multiplication: 1.0005 × 1000 is not 1000.5 in binary. */
function shifted(value: number, places: number): number {
  const digits = String(value);
  return digits.includes('e') ? value * 10 ** places : Number(`${digits}e${places}`);
}
