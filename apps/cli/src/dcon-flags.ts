import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';
import { connectionFlagsFor } from './connection-flags.js';

/** The flags that say how the line of DCON modules is reached. */
export const dconConnectionFlags = connectionFlagsFor({ baud: 9600, timeout: 1000 });

/** The flags that say which module is meant. */
export const moduleFlags = {
  address: Flags.string({
    required: true,
    helpValue: '<hex>',
    description: 'address of the module: two hexadecimal digits, such as 02 or 0A',
  }),
  checksum: Flags.option({
    options: ['off', 'on', 'auto'] as const,
    description: 'whether its checksum is on; off by default, auto finds out',
  })(),
  family: Flags.string({
    helpValue: '<model>',
    description: 'the model, such as 7044; by default what the module calls itself',
  }),
  'accept-unconfirmed': Flags.boolean({
    description: 'go on although no source confirms what is known of the model',
  }),
};

/** The flags of commands that read all that a module has. */
export const readingFlags = {
  counters: Flags.boolean({ description: 'digital modules: how often each input has switched, too' }),
  'any-width': Flags.boolean({
    description:
      'analog modules whose checksum is off: take numbers of any length; a digit lost on the line is not noticed then',
  }),
};

/** A decimal number, which may be negative. */
export const decimal = Flags.custom<number>({
  parse: text =>
    /^[+-]?\d+(\.\d+)?$/.test(text)
      ? Promise.resolve(Number(text))
      : Promise.reject(new CLIError(`expected a number, such as 5.0, but received: ${text}`)),
});
