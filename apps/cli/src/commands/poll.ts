import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { pollFlags, pollOptions } from '../poll-flags.js';
import { pollPrint } from '../poll-print.js';
import { pointArgs } from '../value-flags.js';

export class Poll extends BusCommand {
  static override summary = 'Read many points of many devices again and again, each at its own rate.';
  static override description =
    'What is polled stands in a file (--config), in a device map (--map, and the points by name), or on the command ' +
    'line (--slave and --reg). On a terminal a table shows the latest values; elsewhere each value is a line of JSON, ' +
    'or of CSV. In the end statistics are told. Units that are silent and ports that are lost are sought until they ' +
    'are back.';
  static override args = pointArgs;
  static override examples = [
    '<%= config.bin %> poll --config bus-poll.yaml --for 12h --csv',
    '<%= config.bin %> poll boiler.flow boiler.* --map plant.yaml --every 500 --times 10 --port /dev/ttyUSB1',
    '<%= config.bin %> poll --slave 1 --reg 289 --reg 24 --decimals 1 --times 3 --csv --port sim:',
  ];
  static override flags = {
    ...pollFlags,
    times: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description: 'rounds of each rate; no end by default',
    }),
    csv: Flags.boolean({ description: 'a line of CSV for each value', exclusive: ['json'] }),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'the values are not from real instruments';

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Poll);
    const { csv, ...others } = camelCase(flags);
    const options = pollOptions({ ...others, points: args.points ?? [] });
    const { preparePoll } = await import('../services/poll/poll.js');
    const form = csv ? 'csv' : process.stdout.isTTY ? 'table' : 'json';
    const tell = (text: string) => {
      if (!flags.quiet) this.note(text);
    };
    const print = pollPrint(form, process.stdout, tell);
    await this.performStream(
      flags,
      async function* (context) {
        const poll = await preparePoll(options, context);
        print.begin(poll.config);
        return yield* poll.events();
      },
      print,
    );
  }
}
