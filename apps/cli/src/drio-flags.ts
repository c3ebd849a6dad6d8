import * as Flags from '@oclif/core/flags';
import { connectionFlagsFor } from './connection-flags.js';

/** The flags of every command for the 232DRIO. */
export const drioFlags = {
  harsh: Flags.boolean({ description: 'every data byte is followed by its complement, both ways' }),
  polarity: Flags.option({
    options: ['active-high', 'active-low'] as const,
    description: 'whether a 1 or a 0 means voltage at the input; active-high by default',
  })(),
  ...connectionFlagsFor({ baud: 9600, timeout: 100 }),
};
