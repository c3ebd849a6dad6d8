import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { dconConnectionFlags, moduleFlags } from '../../dcon-flags.js';
import { formatDconInfo } from '../../format-dcon.js';
import type { DconInfoResult } from '../../services/dcon/info.js';

export class DconInfo extends BusCommand {
  static override summary = 'Ask a DCON module for its name, firmware and configuration.';
  static override examples = [
    '<%= config.bin %> dcon info --address 02 --port /dev/ttyUSB1',
    '<%= config.bin %> dcon info --address 0A --checksum auto --port sim: --json',
  ];
  static override flags = { ...moduleFlags, ...dconConnectionFlags };
  protected override readonly simulatedNote = 'this is no real module';

  async run(): Promise<DconInfoResult> {
    const { flags } = await this.parse(DconInfo);
    const options = camelCase(flags);
    const { dconInfo } = await import('../../services/dcon/info.js');
    return this.perform(flags, context => dconInfo(options, context), formatDconInfo);
  }
}
