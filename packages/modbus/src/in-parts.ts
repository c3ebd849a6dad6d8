import { ADDRESSES, checkInteger, checkRange } from './pdu/checks.js';
import type { ReadRequest } from './pdu/read-request.js';

/**
 * Cuts a range into requests of at most `limit` items. Without a limit, or where it fits, the range stays whole, so that
 * what the specification allows is checked in one place.
 *
 * @throws {UsageError} a range to be cut is no range of the table.
 */
export function inParts(startAddress: number, quantity: number, limit: number | undefined): ReadRequest[] {
  if (limit === undefined || quantity <= limit) return [{ startAddress, quantity }];
  checkInteger('quantity of registers', quantity, 1, ADDRESSES);
  checkRange('registers', startAddress, quantity, ADDRESSES);
  const parts: ReadRequest[] = [];
  for (let done = 0; done < quantity; done += limit) {
    parts.push({ startAddress: startAddress + done, quantity: Math.min(limit, quantity - done) });
  }
  return parts;
}
