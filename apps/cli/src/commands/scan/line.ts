import * as Flags from '@oclif/core/flags';
import { camelCase } from '../../camel-case.js';
import { connectionFlagsFor } from '../../connection-flags.js';
import { formatLineEvent, formatLineSummary } from '../../format-scan.js';
import { speeds, wordList } from '../../list-flags.js';
import { ScanCommand } from '../../scan-command.js';

const {
  baud: _baud,
  parity: _parity,
  'data-bits': _dataBits,
  'stop-bits': _stopBits,
  line: _line,
  ...portFlags
} = connectionFlagsFor({ baud: 19_200, timeout: 100 });
const formats = wordList<string>();

export class ScanLine extends ScanCommand {
  static override summary = 'Find out which speed, parity and protocol a serial line has.';
  static override description =
    'Listens first: where others talk, they are read and nothing is sent. Else units are asked harmless questions in ' +
    'Modbus RTU and ASCII and in DCON, with the most usual settings first, until one answers. Ctrl-C ends the search.';
  static override examples = [
    '<%= config.bin %> scan line --port /dev/ttyUSB1',
    '<%= config.bin %> scan line --units 1-3 --bauds 9600,19200 --formats 8N1,8E1 --port /dev/ttyUSB1',
  ];
  static override flags = {
    units: Flags.string({ helpValue: '<list>', description: 'Modbus units to ask; 1 by default' }),
    addresses: Flags.string({ helpValue: '<list>', description: 'DCON addresses to ask; 01 by default' }),
    bauds: speeds({ helpValue: '<list>', description: 'speeds to try; the usual ones by default' }),
    formats: formats({
      helpValue: '<list>',
      description: 'formats to try; 8N1,8E1,8O1,7E1,7O1 by default',
    }),
    listen: Flags.integer({
      min: 0,
      helpValue: '<ms>',
      description: 'how long to listen for others first; 1000 by default, 0 does without',
    }),
    all: Flags.boolean({ description: 'go on when one was found' }),
    ...portFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ScanLine);
    const { scanLine } = await import('../../services/scan/line.js');
    await this.performScan(flags, (context, onProgress) => scanLine(camelCase(flags), context, onProgress), {
      event: formatLineEvent,
      summary: formatLineSummary,
    });
  }
}
