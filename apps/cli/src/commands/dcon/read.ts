import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { dconConnectionFlags, moduleFlags, readingFlags } from '../../dcon-flags.js';
import { formatDconValues } from '../../format-dcon.js';
import type { DconReadResult } from '../../services/dcon/read.js';

export class DconRead extends BusCommand {
  static override summary =
    'Read everything that a DCON module has: outputs, inputs, analog channels, counters.';
  static override examples = [
    '<%= config.bin %> dcon read --address 02 --port /dev/ttyUSB1',
    '<%= config.bin %> dcon read --address 03 --port sim: --json',
  ];
  static override flags = {
    ...moduleFlags,
    ...readingFlags,
    ...dconConnectionFlags,
  };
  protected override readonly simulatedNote = 'the values are not from a real module';

  async run(): Promise<DconReadResult> {
    const { flags } = await this.parse(DconRead);
    const options = camelCase(flags);
    const { dconRead } = await import('../../services/dcon/read.js');
    return this.perform(
      flags,
      context => dconRead(options, context),
      ({ values }) => formatDconValues(values),
    );
  }
}
