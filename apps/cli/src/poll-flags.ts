import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';
import { parseDuration } from './parse-duration.js';
import type { PollOptions } from './services/poll/poll.js';
import { extentFlags, targetFlags, valueFlags } from './value-flags.js';

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

/** What is polled, how often, and how long: the flags that `poll` and `watch` share. */
export const pollFlags = {
  config: Flags.string({
    helpValue: '<file>',
    description: 'a poll configuration: lines, devices, points and rates',
    exclusive: ['map', 'slave', 'reg', 'entity', 'every'],
  }),
  ...targetFlags,
  ...extentFlags,
  ...valueFlags,
  'max-registers': Flags.integer({
    min: 1,
    max: 125,
    helpValue: '<number>',
    description: 'with --reg: registers or bits that the device takes in one request; 125 by default',
  }),
  'max-gap': Flags.integer({
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

/** The flags of `pollFlags` as the options of their service. */
export function pollOptions({
  slave,
  reg,
  entity,
  for: until,
  ...others
}: Omit<PollOptions, 'units' | 'addresses' | 'entities' | 'duration'> & {
  slave?: string | undefined;
  reg?: string[] | undefined;
  entity?: string[] | undefined;
  for?: number | undefined;
}): PollOptions {
  return {
    ...others,
    ...(slave === undefined ? {} : { units: slave }),
    ...(reg === undefined ? {} : { addresses: reg }),
    ...(entity === undefined ? {} : { entities: entity }),
    ...(until === undefined ? {} : { duration: until }),
  };
}
