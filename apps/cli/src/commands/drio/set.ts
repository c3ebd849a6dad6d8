import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { drioFlags } from '../../drio-flags.js';
import { formatDrio } from '../../format-drio.js';
import { namedRelays } from '../../named-relays.js';
import type { DrioResult } from '../../services/drio.js';

const state = { helpValue: '<on|off>' };

export class DrioSet extends BusCommand {
  static override summary = 'Switch one relay or both of a 232DRIO, and read them back.';
  static override examples = [
    '<%= config.bin %> drio set --port /dev/ttyUSB1 --relay 1 on',
    '<%= config.bin %> drio set --port /dev/ttyUSB1 --relay1 on --relay2 off --harsh',
  ];
  static override args = {
    state: Args.string({ ignoreStdin: true, description: 'on or off, for the relay of --relay' }),
  };
  static override flags = {
    relay: Flags.option({
      options: ['1', '2'] as const,
      exclusive: ['relay1', 'relay2'],
      description: 'the relay to switch; the other stays as it is',
    })(),
    relay1: Flags.string({ ...state, description: 'the state of relay 1' }),
    relay2: Flags.string({ ...state, description: 'the state of relay 2' }),
    ...drioFlags,
  };
  protected override readonly simulatedNote = 'no real relay was switched';

  async run(): Promise<DrioResult> {
    const { args, flags } = await this.parse(DrioSet);
    const { relay, relay1, relay2, ...others } = camelCase(flags);
    const { drioSet } = await import('../../services/drio.js');
    const relays = namedRelays({ relay, state: args.state, relay1, relay2 });
    return this.perform(
      flags,
      context => drioSet({ ...others, ...relays }, context),
      result => (flags.quiet ? [] : [formatDrio(result)]),
    );
  }
}
