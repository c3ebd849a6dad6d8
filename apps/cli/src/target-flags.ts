import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';

/** An address, decimal or hexadecimal. */
const address = Flags.custom<number>({
  parse: text => {
    if (!/^(\d+|0x[0-9a-f]+)$/i.test(text)) {
      return Promise.reject(
        new CLIError(`expected a whole number, such as 289 or 0x121, but received: ${text}`),
      );
    }
    return Promise.resolve(Number(text));
  },
});

/** The flags that say which values of which device are meant. */
export const targetFlags = {
  slave: Flags.integer({
    aliases: ['unit'],
    required: true,
    helpValue: '<number>',
    description: 'address of the device on the line (also --unit)',
  }),
  reg: address({
    required: true,
    helpValue: '<address>',
    description: 'address of the register or bit, counted from 0; decimal or 0x hexadecimal',
  }),
  decimals: Flags.integer({
    min: 0,
    max: 10,
    helpValue: '<number>',
    description: 'decimal places that the register hides: 772 with 1 is 77.2',
  }),
  signed: Flags.boolean({ description: 'the register is signed: -32768 to 32767' }),
};
