import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import { connectionFlagsFor } from '../../connection-flags.js';
import { ExitCode } from '../../exit-code.js';
import { formatDconScan } from '../../format-dcon.js';
import { speeds } from '../../list-flags.js';
import { progressBar } from '../../progress-bar.js';
import type { DconScanResult } from '../../services/dcon/scan.js';

export class DconScan extends BusCommand {
  static override summary = 'Look for DCON modules at all addresses, speeds and checksum settings.';
  static override description =
    'Asks for names, configurations and firmware only, which changes nothing in any module. Ctrl-C ends the search and ' +
    'prints what was found so far.';
  static override examples = [
    '<%= config.bin %> dcon scan --port /dev/ttyUSB1',
    '<%= config.bin %> dcon scan --addresses 00-0F --bauds 9600,19200 --port /dev/ttyUSB1',
  ];
  static override flags = {
    addresses: Flags.string({
      helpValue: '<list>',
      description: 'addresses to ask, such as 00-0F or 02,0A; all by default',
    }),
    bauds: speeds({
      helpValue: '<list>',
      description:
        'speeds, such as 9600,19200; all that modules have by default, unless --baud or --line says one',
    }),
    ...connectionFlagsFor({ baud: 9600, timeout: 100 }),
  };
  protected override readonly simulatedNote = 'the modules are not real';

  async run(): Promise<DconScanResult> {
    const { flags } = await this.parse(DconScan);
    const options = camelCase(flags);
    const { dconScan } = await import('../../services/dcon/scan.js');
    // Traced frames and the bar would write into one another.
    const bar = progressBar(flags.quiet || flags.trace ? { write: () => true } : process.stderr);
    return this.perform(
      flags,
      async context => {
        try {
          const result = await dconScan(options, context, ({ address, baud, ...progress }) => {
            const where = `${baud === undefined ? '' : `${baud} bit/s, `}address ${address}`;
            bar.show({ ...progress, where });
          });
          if (!result.complete) process.exitCode = ExitCode.INTERRUPTED;
          return result;
        } finally {
          bar.clear();
        }
      },
      result => [
        ...formatDconScan(result),
        ...(result.complete ? [] : ['The search was given up before its end.']),
      ],
    );
  }
}
