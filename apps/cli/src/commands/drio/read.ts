import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { drioFlags } from '../../drio-flags.js';
import { formatDrio } from '../../format-drio.js';
import type { DrioResult } from '../../services/drio.js';

export class DrioRead extends BusCommand {
  static override summary = 'Read the relays and the input of a 232DRIO.';
  static override examples = [
    '<%= config.bin %> drio read --port /dev/ttyUSB1 --harsh',
    '<%= config.bin %> drio read --port sim:drio --trace',
  ];
  static override flags = drioFlags;

  async run(): Promise<DrioResult> {
    const { flags } = await this.parse(DrioRead);
    const options = camelCase(flags);
    const { drioRead } = await import('../../services/drio.js');
    return this.perform(
      flags,
      context => drioRead(options, context),
      result => [formatDrio(result)],
    );
  }
}
