import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatValues } from '../format-values.js';
import type { ReadResult } from '../services/read.js';
import { targetFlags } from '../target-flags.js';

export class Read extends BusCommand {
  static override summary = 'Read registers, coils or discrete inputs of a device.';
  static override examples = [
    '<%= config.bin %> read --port /dev/ttyUSB1 --slave 1 --reg 289 --decimals 1',
    '<%= config.bin %> read --port rtu+tcp://10.0.0.7:502 --slave 1 --reg 0x121 --count 4 --table input',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289 --decimals 1 --trace',
  ];
  static override flags = {
    ...targetFlags,
    count: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description: 'how many registers or bits; 1 by default',
    }),
    table: Flags.option({
      options: ['holding', 'input', 'coil', 'discrete'] as const,
      description: 'holding by default',
    })(),
    ...connectionFlags,
  };

  async run(): Promise<ReadResult> {
    const { flags } = await this.parse(Read);
    const { slave: unit, reg: address, ...others } = camelCase(flags);
    const { read } = await import('../services/read.js');
    return this.perform(flags, context => read({ ...others, unit, address }, context), formatValues);
  }
}
