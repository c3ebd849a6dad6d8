import { BYTE_ORDERS, type StringEncoding, VALUE_TYPES, type ValueType } from '@bus/modbus';
import * as Args from '@oclif/core/args';
import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';

/** A decimal number, whose digits are kept. */
const digits = Flags.custom<string>({
  parse: text =>
    /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)
      ? Promise.resolve(text)
      : Promise.reject(new CLIError(`expected a number, such as 0.25, but received: ${text}`)),
});

const encodings: readonly StringEncoding[] = ['ascii', 'latin1', 'utf8'];
const value = { helpGroup: 'VALUE' };

/** Points of a device map, in place of units and addresses. */
export const pointArgs = {
  points: Args.string({ multiple: true, description: 'points of the device map: boiler.flow, or boiler.*' }),
};

/** The flags that say which registers or bits of which units are meant. */
export const targetFlags = {
  slave: Flags.string({
    aliases: ['unit'],
    helpValue: '<list>',
    description: 'addresses of the devices on the line, such as 1 or 1,3,5-8 (also --unit)',
  }),
  reg: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<list>',
    description:
      'addresses, counted from 0, and as manuals print them: 289, 0x121, 289-292, HR:289, 4x290, %MW289',
  }),
  entity: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<list>',
    description: 'entity numbers, which are counted from 1 and begin with the digit of their table: 40290',
  }),
  map: Flags.string({
    helpValue: '<file>',
    description: 'device map, YAML or CSV, in which the points are described',
  }),
};

/** The flags that say how registers are to be understood. */
export const valueFlags = {
  type: Flags.option({
    ...value,
    options: Object.keys(VALUE_TYPES) as ValueType[],
    description: 'type of the registers; uint16 by default',
  })(),
  order: Flags.option({
    ...value,
    options: BYTE_ORDERS,
    description: 'order of the bytes, for every width; ABCD by default, CDAB for the low word first',
  })(),
  decimals: Flags.integer({
    ...value,
    min: 0,
    max: 10,
    helpValue: '<number>',
    description: 'decimal places that the integer hides: 772 with 1 is 77.2',
  }),
  signed: Flags.boolean({ ...value, description: 'short for --type int16: -32768 to 32767' }),
  scale: digits({
    ...value,
    helpValue: '<number>',
    description: 'value = integer × scale / 10^decimals + offset',
  }),
  offset: digits({ ...value, helpValue: '<number>', description: 'see --scale' }),
  bit: Flags.integer({
    ...value,
    min: 0,
    max: 15,
    helpValue: '<number>',
    description: 'one bit of the register, 0 being the lowest: on or off',
  }),
  length: Flags.integer({
    ...value,
    min: 1,
    max: 125,
    helpValue: '<number>',
    description: 'registers of a string, two bytes each; 16 by default',
  }),
  encoding: Flags.option({ ...value, options: encodings, description: 'of a string; ascii by default' })(),
};

export const dryRunFlag = {
  'dry-run': Flags.boolean({ description: 'print what would be sent, and open nothing' }),
};

/** The flags that say how many values are read from each address on, and of which table. */
export const extentFlags = {
  count: Flags.integer({
    min: 1,
    helpValue: '<number>',
    description: 'how many values or bits from each address on; 1 by default',
  }),
  table: Flags.option({
    options: ['holding', 'input', 'coil', 'discrete'] as const,
    description: 'of addresses that do not say it; holding by default',
  })(),
};
