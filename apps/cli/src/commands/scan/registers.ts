import * as Flags from '@oclif/core/flags';
import { camelCase } from '../../camel-case.js';
import { connectionFlags } from '../../connection-flags.js';
import { formatRegisterEvent, formatRegistersSummary } from '../../format-scan.js';
import { wordList } from '../../list-flags.js';
import { ScanCommand } from '../../scan-command.js';

const ADDRESS = { min: 0, max: 65_535, helpValue: '<address>' };
const tables = wordList(['holding', 'input', 'coil', 'discrete']);

export class ScanRegisters extends ScanCommand {
  static override summary = 'Find out which registers and bits a device has.';
  static override description =
    'Reads and does nothing else: whole stretches at once, and by bisection where one ends. Each address that does not ' +
    'exist costs a request; --step asks fewer of them. Ctrl-C ends the search and prints what was found so far.';
  static override examples = [
    '<%= config.bin %> scan registers --slave 1 --port /dev/ttyUSB1',
    '<%= config.bin %> scan registers --slave 1 --tables coil --to 250 --port sim:',
    '<%= config.bin %> scan registers --slave 1 --tables holding,input --to 400 --step 10 --json --port sim:',
  ];
  static override flags = {
    slave: Flags.integer({
      aliases: ['unit'],
      required: true,
      helpValue: '<number>',
      description: 'address of the device on the line (also --unit)',
    }),
    tables: tables({
      helpValue: '<list>',
      description: 'of holding, input, coil, discrete, separated by commas; all by default',
    }),
    from: Flags.integer({ ...ADDRESS, description: 'first address; 0 by default' }),
    to: Flags.integer({ ...ADDRESS, description: 'last address; 999 by default' }),
    step: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description:
        'where nothing was found, ask each so-manieth address only; 1 by default, which overlooks nothing',
    }),
    most: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description: 'most addresses in one request; 125 registers or 2000 bits by default',
    }),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'the device is not real';

  async run(): Promise<void> {
    const { flags } = await this.parse(ScanRegisters);
    const { slave: unit, ...others } = camelCase(flags);
    const { scanRegisters } = await import('../../services/scan/registers.js');
    await this.performScan(
      flags,
      (context, onProgress) => scanRegisters({ ...others, unit }, context, onProgress),
      { event: formatRegisterEvent, summary: formatRegistersSummary },
    );
  }
}
