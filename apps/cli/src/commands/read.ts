import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatTable } from '../format-table.js';
import { formatValues, readingRows } from '../format-values.js';
import { readCsv } from '../read-csv.js';
import type { ReadResult } from '../services/read.js';
import type { DryRun } from '../services/values/dry-run.js';
import type { ReadAllOptions, ReadAllResult, ReadingEvent } from '../services/values/read-all.js';
import { type Shown, shownAs } from '../shown-values.js';
import { dryRunFlag, extentFlags, pointArgs, targetFlags, valueFlags } from '../value-flags.js';

export class Read extends BusCommand {
  static override summary = 'Read registers, coils or discrete inputs of devices.';
  static override description =
    'Prints the bare value of one address, and a table of several. What one device does not tell is said in its row, and ' +
    'the others are read all the same. On a terminal a register above 32767 is shown signed as well, unless its type is ' +
    'given: 65535 (-1). With --every it reads again and again, until Ctrl-C.';
  static override examples = [
    '<%= config.bin %> read --port /dev/ttyUSB1 --slave 1 --reg 289 --decimals 1',
    '<%= config.bin %> read --port rtu+tcp://10.0.0.7:502 --slave 1 --reg 0x121 --count 1 --table holding',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289,24 --decimals 1 --json',
    '<%= config.bin %> read --port sim: --slave 1 --entity 40290 --decimals 1 --trace',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289-290 --type float32 --order CDAB --dry-run',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289-290 --hex',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289 --decimals 1 --every 100 --repeat 3',
    '<%= config.bin %> read --port sim: --slave 1 --reg 289,24 --decimals 1 --csv',
  ];
  static override args = pointArgs;
  static override flags = {
    ...targetFlags,
    ...extentFlags,
    ...valueFlags,
    hex: Flags.boolean({
      helpGroup: 'VALUE',
      description: 'print registers as they are, as hexadecimal digits: 0x0304',
      exclusive: [
        'map',
        'type',
        'order',
        'decimals',
        'signed',
        'scale',
        'offset',
        'length',
        'encoding',
        'bit',
      ],
    }),
    csv: Flags.boolean({
      description: 'a line of CSV for each value, below a header',
      exclusive: ['json', 'dry-run'],
    }),
    every: Flags.integer({
      min: 0,
      helpValue: '<ms>',
      description: 'read again and again: milliseconds from one round to the next',
    }),
    repeat: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description:
        'how many rounds; no end by default with --every; --every is 1000 by default with --repeat',
    }),
    ...dryRunFlag,
    ...connectionFlags,
  };

  async run(): Promise<ReadResult | ReadAllResult | DryRun | undefined> {
    const { args, flags } = await this.parse(Read);
    const { slave: units, reg: addresses, entity: entities, ...others } = camelCase(flags);
    const options: ReadAllOptions = { ...others, units, addresses, entities, points: args.points } as never;
    if (flags['dry-run']) return this.#dryRun(options);
    const shown = shownAs(flags, process.stdout.isTTY === true);
    const csv = flags.csv ? readCsv() : undefined;
    if (flags.every !== undefined || flags.repeat !== undefined) return this.#stream(options, shown, csv);
    const { readAll, singleOf } = await import('../services/values/read-all.js');
    return this.perform(
      flags,
      async context => {
        const result = await readAll(options, context);
        if (result.failure !== 0) process.exitCode = result.failure;
        return singleOf(result) ?? result;
      },
      result => {
        const readings = ('readings' in result ? result.readings : [result]).map(shown);
        if (csv !== undefined) {
          const time = new Date().toISOString();
          return readings.flatMap(reading => csv(reading, time));
        }
        return 'readings' in result
          ? formatTable(readings.flatMap(readingRows))
          : formatValues(shown(result));
      },
    );
  }

  async #dryRun(options: ReadAllOptions): Promise<DryRun> {
    const { dryRun, formatDryRun, readRequest } = await import('../services/values/dry-run.js');
    const { meantTargets } = await import('../services/values/meant-targets.js');
    const { meantOf } = await import('../services/values/read-all.js');
    const targets = await meantTargets(meantOf(options));
    return this.perform(
      options as never,
      context => dryRun(targets.map(readRequest), options, context),
      formatDryRun,
    );
  }

  async #stream(
    options: ReadAllOptions,
    shown: Shown,
    csv: ReturnType<typeof readCsv> | undefined,
  ): Promise<undefined> {
    const { readStream } = await import('../services/values/read-all.js');
    await this.performStream(options as never, context => readStream(options, context), {
      event: event => {
        if (event.event === 'summary') return [];
        return csv === undefined ? formatReading(shown(event)) : csv(shown(event), event.time);
      },
      exitCode: summary => summary.failure,
    });
    return undefined;
  }
}

/** `12:00:01.250  77.2`. */
function formatReading(reading: ReadingEvent): string[] {
  const time = new Date(reading.time).toTimeString().slice(0, 8) + reading.time.slice(19, 23);
  return readingRows(reading).map(cells => [time, ...cells].join('  '));
}
