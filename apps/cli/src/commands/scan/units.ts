import * as Flags from '@oclif/core/flags';
import { camelCase } from '../../camel-case.js';
import { connectionFlagsFor } from '../../connection-flags.js';
import { formatUnitEvent, formatUnitsSummary } from '../../format-scan.js';
import { ScanCommand } from '../../scan-command.js';

export class ScanUnits extends ScanCommand {
  static override summary = 'Look for whoever answers on a line.';
  static override description =
    'Sends only requests that change nothing: the read of a register, functions 17 and 43/14, and the question for the ' +
    'name of DCON modules. Damaged answers are told, too: they may be two devices with one address. Ctrl-C ends the ' +
    'search and prints what was found so far.';
  static override examples = [
    '<%= config.bin %> scan units --units 1-5 --quick --protocol modbus --port /dev/ttyUSB1',
    '<%= config.bin %> scan units --units 1-3 --protocol modbus --timeout 50 --port sim:',
    '<%= config.bin %> scan units --units 1-2 --addresses 02-05 --quick --json --port sim:',
  ];
  static override flags = {
    units: Flags.string({
      aliases: ['slave', 'unit'],
      helpValue: '<list>',
      description: 'Modbus units, such as 1-10,32; 1-247 by default (also --slave)',
    }),
    addresses: Flags.string({
      helpValue: '<list>',
      description: 'DCON addresses, such as 00-0F; all by default',
    }),
    protocol: Flags.option({
      options: ['modbus', 'dcon', 'all'] as const,
      description: 'what to ask; all by default, but modbus with Modbus TCP and ASCII',
    })(),
    quick: Flags.boolean({
      description: 'ask Modbus units one question only: devices that are silent to it are overlooked',
    }),
    ...connectionFlagsFor({ baud: 19_200, timeout: 100 }),
  };
  protected override readonly simulatedNote = 'the devices are not real';

  async run(): Promise<void> {
    const { flags } = await this.parse(ScanUnits);
    const { scanUnits } = await import('../../services/scan/units.js');
    await this.performScan(flags, (context, onProgress) => scanUnits(camelCase(flags), context, onProgress), {
      event: formatUnitEvent,
      summary: formatUnitsSummary,
    });
  }
}
