import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatIdentity } from '../format-identity.js';
import type { IdentifyResult } from '../services/identify.js';

export class Identify extends BusCommand {
  static override summary = 'Ask a device what it is.';
  static override description =
    'Modbus: function 43/14 on every level that the device has, and function 17. DCON: $AAM, $AAF and $AA2. None of ' +
    'them changes anything.';
  static override examples = [
    '<%= config.bin %> identify --slave 1 --port /dev/ttyUSB1',
    '<%= config.bin %> identify --dcon 02 --port sim:',
  ];
  static override flags = {
    slave: Flags.integer({
      aliases: ['unit'],
      helpValue: '<number>',
      description: 'address of a Modbus device on the line (also --unit)',
      exclusive: ['dcon'],
    }),
    dcon: Flags.string({ helpValue: '<hex>', description: 'or address of a DCON module, such as 02' }),
    checksum: Flags.option({
      options: ['off', 'on'] as const,
      description: 'whether the checksum of the DCON module is on; both are tried by default',
      dependsOn: ['dcon'],
    })(),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'this is no real device';

  async run(): Promise<IdentifyResult> {
    const { flags } = await this.parse(Identify);
    const { slave: unit, ...others } = camelCase(flags);
    const { identify } = await import('../services/identify.js');
    return this.perform(flags, context => identify({ ...others, unit }, context), formatIdentity);
  }
}
