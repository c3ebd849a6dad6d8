import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { dconConnectionFlags, moduleFlags, readingFlags } from '../../dcon-flags.js';
import { formatDconEvent } from '../../format-dcon.js';

export class DconWatch extends BusCommand {
  static override summary = 'Read a DCON module again and again, until Ctrl-C.';
  static override description =
    'Prints a line for each reading, with --json a JSON object on a line of its own, the last of which is the summary. ' +
    'An answer that is missing or damaged is told on such a line, too, and reading goes on.';
  static override examples = [
    '<%= config.bin %> dcon watch --address 02 --every 500 --port /dev/ttyUSB1',
    '<%= config.bin %> dcon watch --address 03 --times 10 --json --port sim:',
  ];
  static override flags = {
    ...moduleFlags,
    every: Flags.integer({
      min: 0,
      helpValue: '<ms>',
      description: 'milliseconds from one reading to the next; 1000 by default',
    }),
    times: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description: 'how many readings; no end by default',
    }),
    ...readingFlags,
    ...dconConnectionFlags,
  };
  protected override readonly simulatedNote = 'the values are not from a real module';

  async run(): Promise<void> {
    const { flags } = await this.parse(DconWatch);
    const options = camelCase(flags);
    const { dconWatch } = await import('../../services/dcon/watch.js');
    await this.performStream(flags, context => dconWatch(options, context), {
      event: formatDconEvent,
      exitCode: ({ failure }) => failure,
    });
  }
}
