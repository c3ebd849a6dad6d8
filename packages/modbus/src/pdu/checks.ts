import { UsageError } from '@bus/line';
import { PduError } from './pdu-error.js';

/** Addresses of every table are 0..65535. */
export const ADDRESSES = 65_536;

/** @throws {UsageError} unless `value` is a whole number from `min` to `max`. */
export function checkInteger(what: string, value: number, min: number, max: number): void {
  if (!isInteger(value, min, max)) refuseInteger(what, value, min, max);
}

function isInteger(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws {UsageError} unless `quantity` items from `startAddress` lie inside the table and within the limit. */
export function checkRange(items: string, startAddress: number, quantity: number, limit: number): void {
  const whole = Number.isInteger(startAddress) && Number.isInteger(quantity);
  if (whole && startAddress >= 0 && quantity > 0 && quantity <= limit && startAddress + quantity <= ADDRESSES)
    return;
  refuseRange(items, startAddress, quantity, limit);
}

/** @throws {UsageError} unless `value` is true or false: what only looks like it, such as 'off', would switch on. */
export function checkState(what: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new UsageError(`${what} must be true or false, not ${String(value)}`);
}

/** @throws {UsageError} unless `value` is one of `choices`, or left out. */
export function checkChoice<T>(what: string, value: T | undefined, choices: readonly T[]): void {
  if (value !== undefined && !choices.includes(value))
    throw new UsageError(`${what} must be ${choices.join(' or ')}, not ${String(value)}`);
}

// What makes messages stands apart: V8 puts only short functions into their callers.
function refuseInteger(what: string, value: number, min: number, max: number): never {
  throw new UsageError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
}

function refuseRange(items: string, startAddress: number, quantity: number, limit: number): never {
  checkInteger('address', startAddress, 0, ADDRESSES - 1);
  checkInteger(`quantity of ${items}`, quantity, 1, limit);
  throw new UsageError(
    `${quantity} ${items} from address ${startAddress} reach beyond address ${ADDRESSES - 1}`,
  );
}

/** @throws {PduError} `quantity` */
export function requireQuantity(quantity: number, limit: number): void {
  if (quantity < 1 || quantity > limit)
    throw new PduError('quantity', `quantity ${quantity} is not 1 to ${limit}`);
}

/** @throws {PduError} `address-range` */
export function requireRange(startAddress: number, quantity: number): void {
  if (startAddress + quantity > ADDRESSES) {
    throw new PduError(
      'address-range',
      `${quantity} from address ${startAddress} reach beyond ${ADDRESSES - 1}`,
    );
  }
}
