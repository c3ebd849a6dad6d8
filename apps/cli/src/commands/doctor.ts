import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { ExitCode } from '../exit-code.js';
import { formatDoctorEvent, formatDoctorSummary } from '../format-doctor.js';

/** Problems of the line, by their checks; all others are of the machine and its ports. */
const lineChecks: readonly string[] = [
  'loopback',
  'echo',
  'traffic',
  'baud',
  'parity',
  'data-bits',
  'polarity',
  'bias',
  'turnaround',
];

export class Doctor extends BusCommand {
  static override summary = 'Look for what keeps serial lines from working.';
  static override description =
    'Looks at versions, driver, permissions and adapters; at the line only when it is told to. Each finding says how ' +
    'sure it is, unless it is certain, and what to do. Exit code 5 for problems of the machine and its ports, 3 when ' +
    'nobody answers, 6 for other problems of the line.';
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --port /dev/ttyUSB1 --ask 1',
    '<%= config.bin %> doctor --port /dev/ttyUSB1 --listen 2000',
    '<%= config.bin %> doctor --port sim: --ask 1',
  ];
  static override flags = {
    loopback: Flags.boolean({
      description: 'TX and RX of the port are joined: send bytes and look what comes back',
    }),
    'loopback-to': Flags.string({
      helpValue: '<port>',
      description: 'the port at the other end of a cable: send bytes there and back',
    }),
    listen: Flags.integer({
      min: 1,
      helpValue: '<ms>',
      description: 'listen to others for so long, and tell what is wrong with what is heard',
    }),
    ask: Flags.integer({
      min: 0,
      max: 255,
      helpValue: '<unit>',
      description: 'ask a Modbus unit for a register, and tell what comes back besides the answer',
    }),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'the line is not real';

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const options = { ...camelCase(flags), version: this.config.version };
    const { doctor } = await import('../services/doctor/doctor.js');
    await this.performStream(flags, context => doctor(options, context), {
      event: formatDoctorEvent,
      summary: formatDoctorSummary,
      exitCode: ({ firstProblem }) => {
        if (firstProblem === undefined) return ExitCode.OK;
        if (firstProblem === 'answer') return ExitCode.NO_REPLY;
        return lineChecks.includes(firstProblem) ? ExitCode.BAD_FRAME : ExitCode.TRANSPORT;
      },
    });
  }
}
