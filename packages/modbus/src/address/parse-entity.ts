import { UsageError } from '@bus/line';
import { MAX_ADDRESS, type TableAddress, tableOfDigit } from './address.js';

/**
 * Reads an entity number: a digit for the table (0 coil, 1 discrete input, 3 input register, 4 holding register) and
 * then, with four or five digits, the address + 1.
 *
 * @throws {UsageError} it is none.
 *
 * @example parseEntity('40290') // { table: 'holding', address: 289 }
 */
export function parseEntity(text: string): TableAddress {
  const entity = findEntity(text);
  if (entity !== undefined) return entity;
  throw new UsageError(`'${text}' is not an entity number`, {
    hint: 'It has 5 or 6 digits: 0, 1, 3 or 4 for the table, then 0001 to 9999 or 00001 to 65536.',
  });
}

/** Undefined if it is none. */
export function findEntity(text: string): TableAddress | undefined {
  if (!/^\d{5,6}$/.test(text)) return undefined;
  const table = tableOfDigit(text[0]!);
  const address = Number(text.slice(1)) - 1;
  return table === undefined || address < 0 || address > MAX_ADDRESS ? undefined : { table, address };
}
