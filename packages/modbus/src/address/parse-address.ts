import { UsageError } from '@bus/line';
import { type AddressTable, ENTITY_DIGITS, MAX_ADDRESS, type TableAddress, tableOfDigit } from './address.js';
import { formatAddress } from './format-address.js';
import { findEntity, parseEntity } from './parse-entity.js';

/** How an address was written. */
export type AddressNotation =
  | 'number'
  | 'protocol'
  | 'hexadecimal'
  | 'entity'
  | 'modicon'
  | 'iec'
  | 'prefixed';

export interface ParsedAddress extends TableAddress {
  notation: AddressNotation;
}

export interface ParseAddressOptions {
  /** What digits alone mean: the protocol address, or an entity number such as 40290. Ambiguous ones are refused by default. */
  base?: 'protocol' | 'entity';
  /** The table, where the notation does not say it; holding registers by default. An address of another table is refused. */
  table?: AddressTable;
}

/** What a text says: not always the table. */
interface Reading {
  table?: AddressTable;
  address: number;
  notation: AddressNotation;
}

/**
 * Reads an address as manuals print it.
 *
 *     289  0x121                  protocol address
 *     holding:289  hr:289  …      protocol address with its table: coil co, discrete di, input ir, holding hr
 *     %MW289 %IW5 %M12 %I3        protocol address: holding register, input register, coil, discrete input
 *     4x290  3x…  1x…             one-based number with the digit of its table
 *     400290  entity:40290        entity number
 *     40290                       refused, since it may also be protocol address 40290, unless `base` says what it is
 *
 * A number, not being a text, is always a protocol address.
 *
 * @throws {UsageError} it is no address, ambiguous, beyond the table, or in another table than `table`.
 *
 * @example parseAddress('4x290') // { table: 'holding', address: 289, notation: 'modicon' }
 */
export function parseAddress(text: string | number, options: ParseAddressOptions = {}): ParsedAddress {
  checkChoice('table', options.table, Object.keys(ENTITY_DIGITS));
  checkChoice('base', options.base, ['protocol', 'entity']);
  const reading = typeof text === 'number' ? readNumber(text, options) : readText(text.trim(), options);
  const { address, notation } = reading;
  if (address < 0 || address > MAX_ADDRESS) throw outOfRange(text);
  const table = reading.table ?? options.table ?? 'holding';
  if (options.table !== undefined && table !== options.table) {
    throw new UsageError(
      `'${text}' is ${formatAddress({ table, address })}, not in the table '${options.table}'`,
    );
  }
  return { table, address, notation };
}

function checkChoice(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value))
    throw new UsageError(`${name} must be ${choices.join(' or ')}, not ${value}`);
}

function readNumber(address: number, { base }: ParseAddressOptions): Reading {
  if (!Number.isInteger(address)) throw new UsageError(`an address is a whole number, not ${address}`);
  if (base === 'entity') {
    throw new UsageError(`${address} is a number, which is always a protocol address`, {
      hint: `Give an entity number as a text: '${address}'.`,
    });
  }
  return { address, notation: 'number' };
}

function readText(text: string, options: ParseAddressOptions): Reading {
  if (/^\d+$/.test(text)) return readDigits(text, options);
  const reading = readHexadecimal(text, options) ?? readModicon(text) ?? readIec(text) ?? readPrefixed(text);
  if (reading !== undefined) return reading;
  throw new UsageError(`'${text}' is not an address`, {
    hint: 'Addresses are written as 289, 0x121, holding:289, entity:40290, 400290, 4x290 or %MW289.',
  });
}

function readDigits(text: string, { base, table = 'holding' }: ParseAddressOptions): Reading {
  if (base === 'entity') return { ...parseEntity(text), notation: 'entity' };
  const plain: Reading = { address: Number(text), notation: 'protocol' };
  const entity = findEntity(text);
  if (base === 'protocol' || entity === undefined) return plain;
  if (plain.address > MAX_ADDRESS) return { ...entity, notation: 'entity' };
  const { address } = plain;
  throw ambiguous(text, `protocol address ${address}`, entity, `${table}:${address}`, `entity:${text}`);
}

/** `0x00012` may also be coil 12 of a manual that writes `4x00012` for registers. */
function readHexadecimal(
  text: string,
  { base, table = 'holding' }: ParseAddressOptions,
): Reading | undefined {
  if (!/^0x[\da-f]+$/i.test(text)) return undefined;
  const address = Number(text);
  const coil = /^0x\d{5}$/i.test(text) ? oneBased('0', text.slice(2)) : undefined;
  if (coil === undefined || base === 'protocol') return { address, notation: 'hexadecimal' };
  if (base === 'entity') return { ...coil, notation: 'modicon' };
  throw ambiguous(text, `protocol address ${address}`, coil, `${table}:${address}`, `coil:${coil.address}`);
}

function readModicon(text: string): Reading | undefined {
  const [, digit, number] = /^([134])x(\d{1,6})$/i.exec(text) ?? [];
  if (digit === undefined || number === undefined) return undefined;
  const entity = oneBased(digit, number);
  if (entity === undefined) throw outOfRange(text);
  return { ...entity, notation: 'modicon' };
}

function oneBased(digit: string, number: string): TableAddress | undefined {
  const address = Number(number) - 1;
  const table = tableOfDigit(digit);
  return table === undefined || address < 0 || address > MAX_ADDRESS ? undefined : { table, address };
}

const iecTables: ReadonlyMap<string, AddressTable> = new Map([
  ['MW', 'holding'],
  ['IW', 'input'],
  ['M', 'coil'],
  ['I', 'discrete'],
]);

function readIec(text: string): Reading | undefined {
  const [, area, number] = /^%([A-Z]+)(\d+)$/i.exec(text) ?? [];
  const table = iecTables.get(area?.toUpperCase() ?? '');
  return table === undefined ? undefined : { table, address: Number(number), notation: 'iec' };
}

const prefixes: ReadonlyMap<string, AddressTable> = new Map([
  ['holding', 'holding'],
  ['hr', 'holding'],
  ['input', 'input'],
  ['ir', 'input'],
  ['discrete', 'discrete'],
  ['di', 'discrete'],
  ['coil', 'coil'],
  ['co', 'coil'],
]);

function readPrefixed(text: string): Reading | undefined {
  const [, prefix, number] = /^([a-z]+):\s*(\d+|0x[\da-f]+)$/i.exec(text) ?? [];
  if (prefix === undefined || number === undefined) return undefined;
  if (prefix.toLowerCase() === 'entity') return { ...parseEntity(number), notation: 'entity' };
  const table = prefixes.get(prefix.toLowerCase());
  return table === undefined ? undefined : { table, address: Number(number), notation: 'prefixed' };
}

function ambiguous(text: string, plain: string, entity: TableAddress, ...ways: [string, string]): UsageError {
  return new UsageError(`'${text}' may be ${plain} or ${formatAddress(entity)}`, {
    hint: `Write ${ways[0]} or ${ways[1]}, or say which base addresses have.`,
  });
}

function outOfRange(text: string | number): UsageError {
  return new UsageError(`${text} is beyond the addresses of a table`, {
    hint: 'Protocol addresses are 0 to 65535; entity numbers end at 49999 with five digits, 465536 with six.',
  });
}
