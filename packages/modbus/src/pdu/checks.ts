import { UsageError } from '@bus/line';
import { PduError } from './pdu-error.js';

/** Addresses of every table are 0..65535. */
export const ADDRESSES = 65_536;

/** @throws {UsageError} unless `value` is a whole number from `min` to `max`. */
export function checkInteger(what: string, value: number, min: number, max: number): void {
  if (!isInteger(value, min, max)) {
    throw new UsageError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
  }
}

function isInteger(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws {UsageError} unless `quantity` items from `startAddress` lie inside the table and within the limit. */
export function checkRange(items: string, startAddress: number, quantity: number, limit: number): void {
  checkInteger('address', startAddress, 0, ADDRESSES - 1);
  // The name is made for the error only.
  if (!isInteger(quantity, 1, limit)) checkInteger(`quantity of ${items}`, quantity, 1, limit);
  if (startAddress + quantity > ADDRESSES) {
    throw new UsageError(
      `${quantity} ${items} from address ${startAddress} reach beyond address ${ADDRESSES - 1}`,
    );
  }
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
