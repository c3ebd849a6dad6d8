import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatWritten } from '../format-written.js';
import type { DryRun } from '../services/values/dry-run.js';
import type { WriteAllResult } from '../services/values/write-all.js';
import type { WriteFunction, WriteResult } from '../services/write.js';
import { dryRunFlag, pointArgs, targetFlags, valueFlags } from '../value-flags.js';

export class Write extends BusCommand {
  static override summary =
    'Write registers or coils of devices; --slave 0 writes to all devices of the line.';
  static override description =
    'A write is sent once and never repeated. Several units are written one after the other, until one fails.';
  static override examples = [
    '<%= config.bin %> write --port /dev/ttyUSB1 --slave 1 --reg 24 --value 95.0 --decimals 1',
    '<%= config.bin %> write --port sim: --slave 2 --reg 3 --value 1 --fc 6',
    '<%= config.bin %> write --port /dev/ttyUSB1 --slave 1 --reg 172 --table coil --value on --verify',
    '<%= config.bin %> write --port sim: --slave 2 --reg 3 --bit 0 --value on --fc 6',
    '<%= config.bin %> write --port sim: --slave 1 --reg 100 --type float32 --order CDAB --value 21.5 --verify --dry-run',
  ];
  static override args = pointArgs;
  static override flags = {
    ...targetFlags,
    value: Flags.string({
      multiple: true,
      required: true,
      helpValue: '<value>...',
      description:
        'decimal digits, 0x1F, texts, or on and off for coils and bits; several are written to consecutive addresses',
    }),
    table: Flags.option({
      options: ['holding', 'coil'] as const,
      description: 'of addresses that do not say it; holding by default',
    })(),
    ...valueFlags,
    fc: Flags.option({
      options: ['5', '6', '15', '16', '22'] as const,
      description:
        'function code: 16 (the default) or 6 for registers; 5, or 15 for several, for coils; 22 for --bit, which 6 and ' +
        '16 read, change, and write back',
    })(),
    verify: Flags.boolean({ description: 'read back what was written, and fail when it is something else' }),
    ...dryRunFlag,
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'nothing was written to a real instrument';

  async run(): Promise<WriteResult | WriteAllResult | DryRun> {
    const { args, flags } = await this.parse(Write);
    const { slave: units, reg: addresses, entity: entities, value: values, ...others } = camelCase(flags);
    const fc = flags.fc === undefined ? undefined : (Number(flags.fc) as WriteFunction);
    const options = { ...others, units, addresses, entities, values, fc, points: args.points } as never;
    if (flags['dry-run']) {
      const { dryRunOfWrite } = await import('../services/values/write-all.js');
      const { formatDryRun } = await import('../services/values/dry-run.js');
      return this.perform(flags, context => dryRunOfWrite(options, context), formatDryRun);
    }
    const { writeAll } = await import('../services/values/write-all.js');
    return this.perform(
      flags,
      async context => {
        const { written, elapsed, ...line } = await writeAll(options, context);
        const [first] = written;
        return written.length === 1 && first !== undefined
          ? { ...line, ...first, elapsed }
          : { ...line, written, elapsed };
      },
      result => {
        if (flags.quiet) return [];
        return 'written' in result ? result.written.map(formatWritten) : [formatWritten(result)];
      },
    );
  }
}
