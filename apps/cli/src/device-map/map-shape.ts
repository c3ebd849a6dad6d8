import { BYTE_ORDERS, type ByteOrder, type StringEncoding, VALUE_TYPES, type ValueType } from '@bus/modbus';
import { decimal, exactNumber, type Kind, oneOf, text, wholeNumber, yesOrNo } from '../document/kind.js';
import { listOf, mapOf, type ObjectOf, objectOf, optional, required, scalar } from '../document/shape.js';

/** The tables that a map names. */
export const tables = ['holding', 'input', 'coil', 'discrete'] as const;

/** An address in any notation: a number is a protocol address, a text is read as manuals print it. */
const address: Kind<string | number> = {
  wants: 'an address such as 289, 0x121, HR:289, 4x290 or "40290"',
  read: value =>
    Number.isSafeInteger(value) || (typeof value === 'string' && value !== '')
      ? (value as string | number)
      : undefined,
  parse: value => (value === '' ? undefined : value),
  schema: { type: ['integer', 'string'] },
};

/** What a simulated device holds in the beginning. */
const initial: Kind<string | number | boolean> = {
  wants: 'a number, a text, or true or false',
  read: value => (typeof value === 'string' || typeof value === 'boolean' ? value : exactNumber(value)),
  parse: value => value,
  schema: { type: ['number', 'string', 'boolean'] },
};

const valueTypes = Object.keys(VALUE_TYPES) as ValueType[];
const encodings: readonly StringEncoding[] = ['ascii', 'latin1', 'utf8'];

/** The keys of a point, which are also the columns of a CSV file. */
export const pointFields = {
  address: required(
    scalar(address),
    'Where it stands. A number is a protocol address; texts are read as manuals print them: 4x290, %MW289, HR:289.',
  ),
  table: optional(scalar(oneOf(...tables)), 'Where the address does not say it: holding by default.'),
  type: optional(
    scalar(oneOf(...valueTypes)),
    'Type of its registers: uint16 by default. Not for coils and inputs.',
  ),
  order: optional(
    scalar(oneOf<ByteOrder>(...BYTE_ORDERS)),
    'Order of the bytes, for every width: ABCD by default, CDAB for the low word first.',
  ),
  count: optional(scalar(wholeNumber(1, 2000)), 'An array of so many values, or so many bits.'),
  length: optional(scalar(wholeNumber(1, 125)), 'string: its registers, two bytes each; 16 by default.'),
  encoding: optional(scalar(oneOf(...encodings)), 'string: ascii by default.'),
  bit: optional(scalar(wholeNumber(0, 15)), 'bit: which one of the register, 0 being the lowest.'),
  decimals: optional(
    scalar(wholeNumber(0, 10)),
    'Decimal places that the integer hides: 772 with 1 is 77.2.',
  ),
  scale: optional(scalar(decimal), 'value = integer × scale / 10^decimals + offset'),
  offset: optional(scalar(decimal), 'See scale.'),
  symbol: optional(scalar(text), 'Unit of measurement, for people: °C, bar, m³/h.'),
  writable: optional(
    scalar(yesOrNo),
    'May it be written? false by default; only holding registers and coils can be.',
  ),
  min: optional(scalar(decimal), 'Smallest value that may be written.'),
  max: optional(scalar(decimal), 'Largest value that may be written.'),
  value: optional(scalar(initial), 'What a simulated device holds in the beginning.'),
  description: optional(scalar(text), 'For people.'),
};
/** A point as it is written. */
export type PointEntry = ObjectOf<typeof pointFields>;

/** What all points of a device share. */
export const limitFields = {
  maxRegisters: optional(
    scalar(wholeNumber(1, 125)),
    'Registers that one request may ask for; 125 by default.',
  ),
  maxBits: optional(scalar(wholeNumber(1, 2000)), 'Bits that one request may ask for; 2000 by default.'),
  maxGap: optional(
    scalar(wholeNumber(0, 124)),
    'Registers that nobody wants, but that may be read along to spare a request; 0 by default.',
  ),
  functions: optional(
    listOf(scalar(wholeNumber(1, 127)), { min: 1 }),
    'Function codes that the device knows; all by default.',
  ),
};

const NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;
/** What devices, points and lines may be called. */
export const names = { names: NAME, wants: 'letters, digits, _ and -, the first no digit' };

const device = {
  unit: required(scalar(wholeNumber(0, 255)), 'Address of the device on its line.'),
  description: optional(scalar(text), 'For people.'),
  order: optional(
    scalar(oneOf<ByteOrder>(...BYTE_ORDERS)),
    'Order of the bytes of all its points that name none.',
  ),
  base: optional(
    scalar(oneOf('protocol', 'entity')),
    'What digits in quotes mean: the protocol address, or an entity number such as "40290". The ambiguous are refused by default.',
  ),
  ...limitFields,
  points: required(mapOf(objectOf('a point', pointFields), names)),
};
/** A device as it is written. */
export type DeviceEntry = ObjectOf<typeof device>;

/** Devices by name, and their points by name. */
export const devicesShape = mapOf(objectOf('a device', device), names);

/** The file. */
export const mapShape = objectOf('a device map', {
  name: optional(scalar(text), 'For people.'),
  devices: required(devicesShape),
});
