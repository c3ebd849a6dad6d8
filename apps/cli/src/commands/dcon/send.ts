import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { dconConnectionFlags } from '../../dcon-flags.js';
import type { DconSendResult } from '../../services/dcon/send.js';

export class DconSend extends BusCommand {
  static override summary = 'Send one DCON request as it is and print the answer.';
  static override description =
    'Checksum and carriage return are added. A request that writes is carried out like any other: nobody asks.';
  static override examples = [
    "<%= config.bin %> dcon send '$022' --port /dev/ttyUSB1",
    "<%= config.bin %> dcon send '@0A' --port /dev/ttyUSB1 --checksum on --trace",
    "<%= config.bin %> dcon send '#**' --port sim:",
  ];
  static override args = {
    request: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'lead, address and command, in quotes',
    }),
  };
  static override flags = {
    checksum: Flags.option({
      options: ['off', 'on'] as const,
      description: 'whether the checksum of the module is on; off by default',
    })(),
    answer: Flags.option({
      options: ['done', 'data', 'reply'] as const,
      description: "what to expect, where it is not clear: > alone, > and data, or what begins with '!'",
    })(),
    ...dconConnectionFlags,
  };
  protected override readonly simulatedNote = 'no real module was asked';

  async run(): Promise<DconSendResult> {
    const { args, flags } = await this.parse(DconSend);
    const options = camelCase(flags);
    const { dconSend } = await import('../../services/dcon/send.js');
    return this.perform(
      flags,
      context => dconSend({ ...options, text: args.request }, context),
      ({ answer }) => [answer ?? 'sent to all modules: nobody answers a broadcast'],
    );
  }
}
