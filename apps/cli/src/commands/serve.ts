import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatServeEvent } from '../format-serve.js';
import type { ServeStreamEvent } from '../services/serve.js';

/** What only those who ask need. */
const {
  port: _,
  timeout: __,
  retries: ___,
  echo: ____,
  'connect-timeout': _____,
  ...lineFlags
} = connectionFlags;

export class Serve extends BusCommand {
  static override summary = 'Be a simulated device on a serial port or a network address, until Ctrl-C.';
  static override description =
    'Serves built-in devices, or those of a device map, and tells each write that they take. Without --device and --map ' +
    'it is a temperature controller as unit 1. Several clients may connect to a network address; they share the devices.';
  static override examples = [
    '<%= config.bin %> serve --port tcp://127.0.0.1:1502',
    '<%= config.bin %> serve --port /dev/ttyUSB1 --device temperature-controller --device remote-io@5 --device dcon:7044@02',
    '<%= config.bin %> serve --port rtu+tcp://127.0.0.1:0 --fault crc:5% --fault late:200-800:10% --seed 42 --trace',
    '<%= config.bin %> serve --port tcp://127.0.0.1:0 --map plant.yaml --json',
  ];
  static override flags = {
    device: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<device>',
      description:
        'temperature-controller, remote-io, dcon:<model> or drio, with @<address> where it is not the usual one',
    }),
    map: Flags.string({
      helpValue: '<file>',
      description: 'device map (YAML or CSV) whose devices are served',
    }),
    fault: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<name>[:<value>][:<n>%][@<unit>]',
      description:
        'what goes wrong: crc, lost, extra, truncated, silence, late, doubled, chunked, echo, other-unit, ' +
        'foreign-master, port-loss or exception',
    }),
    seed: Flags.integer({
      helpValue: '<number>',
      description: 'on which the chances of faults depend; 1 by default',
    }),
    delay: Flags.integer({
      min: 0,
      max: 600_000,
      helpValue: '<ms>',
      description: 'time from a request to its answer, at least',
    }),
    port: Flags.string({
      helpGroup: 'LINE',
      helpValue: '<port>',
      description:
        'serial port, or where to listen: tcp://, tls://, udp://, rtu+tcp://, ascii+tcp:// or rtu+udp://',
    }),
    ...lineFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Serve);
    const { serve } = await import('../services/serve.js');
    await this.performStream(flags, context => serve(camelCase(flags), context), {
      event: (event: ServeStreamEvent) =>
        flags.quiet && event.event !== 'write' ? [] : formatServeEvent(event),
    });
  }
}
