import { UsageError } from '@bus/line';
import { parseDigits } from './decimal-number.js';

/** How a number stands in one register. */
export interface RegisterFormat {
  /** Decimal places that the raw integer hides: 772 with 1 means 77.2. 0..10, 0 by default. */
  decimals?: number;
  /** Two's complement: −32768..32767 instead of 0..65535. */
  signed?: boolean;
}

/** Most decimal places. */
export const MAX_DECIMALS = 10;

/**
 * The number that a register's raw value stands for, exact to the last digit.
 *
 * @example fromRegister(772, { decimals: 1 }) // 77.2
 * @example fromRegister(0xfffb, { decimals: 1, signed: true }) // -0.5
 */
export function fromRegister(raw: number, { decimals = 0, signed = false }: RegisterFormat = {}): number {
  checkDecimals(decimals);
  const integer = signed && raw >= 0x8000 ? raw - 0x10000 : raw;
  // Both are exact below 2^53, and IEEE division rounds correctly: this is the double nearest to the decimal number.
  return integer / 10 ** decimals;
}

/**
 * The raw value that a number is stored as. Computed on decimal digits, so that 4.35 with two decimals is 435 and not
 * 434; further digits are rounded half away from zero.
 *
 * @param value a number, or its decimal digits: `95.0`, `-1.15`, `1e2`.
 * @throws {UsageError} not a number, or too large or small for one register.
 *
 * @example toRegister(77.2, { decimals: 1 }) // 772
 * @example toRegister('-0.5', { decimals: 1, signed: true }) // 0xfffb
 */
export function toRegister(
  value: number | string,
  { decimals = 0, signed = false }: RegisterFormat = {},
): number {
  checkDecimals(decimals);
  const integer = scale(String(value).trim(), decimals);
  const [min, max] = signed ? [-0x8000, 0x7fff] : [0, 0xffff];
  if (!(integer >= min && integer <= max)) {
    const limits = `${min / 10 ** decimals} to ${max / 10 ** decimals}`;
    const hint = !signed && integer < 0 ? 'Negative values need a signed register.' : undefined;
    throw new UsageError(
      `${value} does not fit a ${signed ? 'signed ' : ''}register with ${decimals} decimals: ${limits}`,
      {
        ...(hint === undefined ? {} : { hint }),
      },
    );
  }
  return integer < 0 ? integer + 0x10000 : integer;
}

/** `text` × 10^decimals, rounded half away from zero. */
function scale(text: string, decimals: number): number {
  const { negative, digits, point: unscaled } = parseDigits(text);
  const point = unscaled + decimals;
  const kept = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const next = point < 0 ? '0' : (digits[point] ?? '0');
  const magnitude = Number(kept === '' ? '0' : kept) + (next >= '5' ? 1 : 0);
  return negative && magnitude !== 0 ? -magnitude : magnitude;
}

/** @throws {UsageError} not a whole number from 0 to 10. */
export function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS) {
    throw new UsageError(`decimals must be a whole number from 0 to ${MAX_DECIMALS}, not ${decimals}`);
  }
}
