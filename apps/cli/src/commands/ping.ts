import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { ExitCode } from '../exit-code.js';
import { formatPingEvent, formatPingSummary } from '../format-ping.js';
import { questionNames } from '../services/harmless-question.js';

export class Ping extends BusCommand {
  static override summary = 'Measure round trips and losses by unit.';
  static override description =
    'Asks harmless questions, each once. A round trip is from the first byte of the question to the last of the answer; ' +
    'a refusal is an answer, too. Ctrl-C ends it and prints the statistics.';
  static override examples = [
    '<%= config.bin %> ping --slave 1 --port /dev/ttyUSB1 --count 20 --every 50',
    '<%= config.bin %> ping --slave 1-2 --count 3 --every 20 --port sim:',
    '<%= config.bin %> ping --dcon 02,03 --count 3 --every 20 --json --port sim:',
  ];
  static override flags = {
    slave: Flags.string({
      aliases: ['unit', 'units'],
      helpValue: '<list>',
      description: 'Modbus units, such as 1,5-8 (also --unit)',
    }),
    dcon: Flags.string({ helpValue: '<list>', description: 'DCON modules, such as 02,0A' }),
    checksum: Flags.boolean({ description: 'the checksum of the DCON modules is on', dependsOn: ['dcon'] }),
    count: Flags.integer({
      min: 0,
      helpValue: '<number>',
      description: 'how often each is asked; 10 by default, 0 without end',
    }),
    every: Flags.integer({
      min: 0,
      helpValue: '<ms>',
      description: 'milliseconds from one round to the next; 200 by default',
    }),
    request: Flags.option({
      options: questionNames,
      description: 'what Modbus units are asked; holding by default: the read of one holding register',
    })(),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'no real instrument was asked';

  async run(): Promise<void> {
    const { flags } = await this.parse(Ping);
    const { slave: units, count, ...others } = camelCase(flags);
    const options = { ...others, units, count: count === 0 ? Number.POSITIVE_INFINITY : count };
    const { ping } = await import('../services/ping.js');
    await this.performStream(flags, context => ping(options, context), {
      event: formatPingEvent,
      summary: formatPingSummary,
      exitCode: summary =>
        summary.units.every(({ answered }) => answered > 0) ? ExitCode.OK : ExitCode.NO_REPLY,
    });
  }
}
