import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { dconConnectionFlags, decimal, moduleFlags } from '../../dcon-flags.js';
import { formatDconSet } from '../../format-dcon.js';
import type { DconSetResult } from '../../services/dcon/set.js';
import { parseState } from '../../written-values.js';

export class DconSet extends BusCommand {
  static override summary = 'Set one output of a DCON module, and read it back.';
  static override examples = [
    '<%= config.bin %> dcon set --address 02 --output 2 on --port /dev/ttyUSB1',
    '<%= config.bin %> dcon set --address 04 --channel 0 --value 5.0 --port /dev/ttyUSB1',
  ];
  static override args = {
    state: Args.string({ ignoreStdin: true, description: 'on or off, for --output' }),
  };
  static override flags = {
    ...moduleFlags,
    output: Flags.integer({
      min: 0,
      helpValue: '<number>',
      description: 'digital output, by its number on the label of the module',
      exclusive: ['channel', 'value'],
    }),
    channel: Flags.integer({
      min: 0,
      helpValue: '<number>',
      description: 'analog output, counted from 0',
      dependsOn: ['value'],
    }),
    value: decimal({
      helpValue: '<number>',
      description: 'its value, in V or mA',
      dependsOn: ['channel'],
    }),
    format: Flags.option({
      options: ['engineering', 'percent', 'hex'] as const,
      description: 'what the value is, where the module is configured for percent or counts',
      dependsOn: ['value'],
    })(),
    ...dconConnectionFlags,
  };
  protected override readonly simulatedNote = 'no real output was set';

  async run(): Promise<DconSetResult> {
    const { args, flags } = await this.parse(DconSet);
    const options = camelCase(flags);
    const on = args.state === undefined ? undefined : parseState(args.state, 'an output');
    const { dconSet } = await import('../../services/dcon/set.js');
    return this.perform(
      flags,
      context => dconSet({ ...options, ...(on === undefined ? {} : { on }) }, context),
      result => (flags.quiet ? [] : [formatDconSet(result)]),
    );
  }
}
