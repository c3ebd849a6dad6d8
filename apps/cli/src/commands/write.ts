import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatWritten } from '../format-written.js';
import type { WriteFunction, WriteResult } from '../services/write.js';
import { targetFlags } from '../target-flags.js';

export class Write extends BusCommand {
  static override summary = 'Write registers or coils of a device; --slave 0 writes to all devices.';
  static override examples = [
    '<%= config.bin %> write --port /dev/ttyUSB1 --slave 1 --reg 24 --value 95.0 --decimals 1',
    '<%= config.bin %> write --port /dev/ttyUSB1 --slave 2 --reg 3 --value 1 --fc 6',
    '<%= config.bin %> write --port /dev/ttyUSB1 --slave 1 --reg 172 --table coil --value on',
    '<%= config.bin %> write --port sim: --slave 1 --reg 24 --value 95.0 --decimals 1 --trace',
  ];
  static override flags = {
    ...targetFlags,
    value: Flags.string({
      multiple: true,
      required: true,
      helpValue: '<value>...',
      description: 'decimal digits, or on and off for coils; several are written to consecutive addresses',
    }),
    table: Flags.option({ options: ['holding', 'coil'] as const, description: 'holding by default' })(),
    fc: Flags.option({
      options: ['5', '6', '15', '16'] as const,
      description: 'function code: 16 (the default) or 6 for registers; 5, or 15 for several, for coils',
    })(),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'nothing was written to a real instrument';

  async run(): Promise<WriteResult> {
    const { flags } = await this.parse(Write);
    const { slave: unit, reg: address, value: values, ...others } = camelCase(flags);
    const fc = flags.fc === undefined ? undefined : (Number(flags.fc) as WriteFunction);
    const { write } = await import('../services/write.js');
    return this.perform(
      flags,
      context => write({ ...others, unit, address, values, fc }, context),
      result => (flags.quiet ? [] : [formatWritten(result)]),
    );
  }
}
