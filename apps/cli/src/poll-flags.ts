import { BYTE_ORDERS, VALUE_TYPES, type ValueType } from '@bus/modbus';
import * as Args from '@oclif/core/args';
import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';
import { parseDuration } from './parse-duration.js';

const target = { helpGroup: 'WHAT IS POLLED' };

/** A time such as `500`, `90s` or `12h`, as milliseconds. */
const duration = Flags.custom<number>({
  parse: text => {
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined) return Promise.resolve(milliseconds);
    return Promise.reject(
      new CLIError(`expected a time, such as 500ms, 90s, 10m or 12h, but received: ${text}`),
    );
  },
});

/** The points of a map. */
export const pointArgs = {
  points: Args.string({
    description: 'points of the map, by name or pattern: boiler.flow, boiler.*; all by default',
  }),
};

/** What is polled, how often, and how long: the flags that `poll` and `watch` share. */
export const pollFlags = {
  config: Flags.string({
    ...target,
    helpValue: '<file>',
    description: 'a poll configuration: lines, devices, points and rates',
  }),
  map: Flags.string({ ...target, helpValue: '<file>', description: 'a device map, YAML or CSV' }),
  slave: Flags.string({
    ...target,
    aliases: ['unit'],
    helpValue: '<list>',
    description: 'units, such as 1,3,5-8 (also --unit)',
  }),
  reg: Flags.string({
    ...target,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<address>',
    description: 'an address in any notation: 289, 0x121, HR:289, 4x290; may be given several times',
  }),
  table: Flags.option({
    ...target,
    options: ['holding', 'input', 'coil', 'discrete'] as const,
    description: 'where the address does not say it; holding by default',
  })(),
  type: Flags.option({
    ...target,
    options: Object.keys(VALUE_TYPES) as ValueType[],
    description: 'of registers; uint16 by default',
  })(),
  order: Flags.option({
    ...target,
    options: BYTE_ORDERS,
    description: 'order of the bytes; ABCD by default',
  })(),
  decimals: Flags.integer({
    ...target,
    min: 0,
    max: 10,
    helpValue: '<number>',
    description: 'decimal places that the integer hides: 772 with 1 is 77.2',
  }),
  count: Flags.integer({
    ...target,
    min: 1,
    max: 2000,
    helpValue: '<number>',
    description: 'so many values at each address',
  }),
  'max-registers': Flags.integer({
    ...target,
    min: 1,
    max: 125,
    helpValue: '<number>',
    description: 'with --reg: registers or bits that the device takes in one request; 125 by default',
  }),
  'max-gap': Flags.integer({
    ...target,
    min: 0,
    max: 124,
    helpValue: '<number>',
    description: 'with --reg: registers or bits that may be read along to spare a request; 0 by default',
  }),
  every: Flags.integer({
    min: 10,
    helpValue: '<ms>',
    description: 'milliseconds from one reading to the next; 1000 by default',
  }),
  for: duration({ helpValue: '<time>', description: 'end after so long: 500ms, 90s, 10m, 12h' }),
  'retry-silent': Flags.integer({
    min: 0,
    helpValue: '<ms>',
    description: 'milliseconds between attempts to reach a silent unit; 10000 by default, 0: at every round',
  }),
};
