import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import { formatGatewayEvent } from '../format-gateway.js';
import type { GatewayStreamEvent } from '../services/gateway.js';

const access = { helpGroup: 'ACCESS' };
const tls = { helpGroup: 'TLS', helpValue: '<file>' };

export class Gateway extends BusCommand {
  static override summary = 'Let Modbus TCP clients share serial lines, until Ctrl-C.';
  static override description =
    'Several listeners and several ports in one process. Unknown units and lost ports are answered with exception 10, ' +
    'silent units with 11, and too much at once with 6. Lost ports are sought again. Statistics are told at the end.';
  static override examples = [
    '<%= config.bin %> gateway --port /dev/ttyUSB0 --listen tcp://0.0.0.0:502',
    '<%= config.bin %> gateway --route 1-10=/dev/ttyUSB0 --route 11=/dev/ttyUSB1:1 --cache 500',
    '<%= config.bin %> gateway --route 1-2=sim: --listen tcp://127.0.0.1:0 --read-only --log problems',
    '<%= config.bin %> gateway --config gateway.yaml --json',
  ];
  static override flags = {
    config: Flags.string({ helpValue: '<file>', description: 'YAML file that describes the gateway' }),
    listen: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<url>',
      description:
        'where clients connect: tcp://, tls://, udp://, rtu+tcp://, ascii+tcp:// or rtu+udp:// with address and port, or a ' +
        'serial port; tcp://127.0.0.1:1502 by default; port 0 takes a free one',
    }),
    route: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<units>=<port>[:<unit>]',
      description:
        'units, the port that they are on, and what the first is called there; all on --port by default',
    }),
    cache: Flags.integer({
      min: 0,
      max: 3_600_000,
      helpValue: '<ms>',
      description:
        'time for which an answer may be given again; 0 only joins the same questions on their way',
    }),
    broadcasts: Flags.boolean({
      description: 'Modbus TCP: unit 0 reaches all units of all lines, and nobody answers',
    }),
    'dead-retry': Flags.integer({
      min: 0,
      max: 3_600_000,
      helpValue: '<ms>',
      description: 'time between two attempts to reach a silent unit; 2000 by default, 0 sends every request',
    }),
    wait: Flags.boolean({
      description: 'start without ports that cannot be opened, and try them when asked',
    }),
    log: Flags.option({
      options: ['none', 'problems', 'writes', 'all'] as const,
      description: 'which requests are told; none by default, writes are told with the problems',
    })(),
    stats: Flags.integer({
      min: 100,
      max: 86_400_000,
      helpValue: '<ms>',
      description: 'time between two statistics; only at the end by default',
    }),
    allow: Flags.string({
      ...access,
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<address>',
      description: 'addresses or blocks (10.0.0.0/24) that may connect; all by default',
    }),
    units: Flags.string({ ...access, helpValue: '<units>', description: 'units that may be asked: 1-10,12' }),
    functions: Flags.string({
      ...access,
      helpValue: '<codes>',
      description: 'functions that may be asked: 3,4',
    }),
    'read-only': Flags.boolean({ ...access, description: 'refuse all that may change something' }),
    refusal: Flags.integer({
      ...access,
      min: 1,
      max: 255,
      helpValue: '<code>',
      description: 'exception that answers what is not allowed; 1 by default',
    }),
    'max-connections': Flags.integer({
      ...access,
      min: 1,
      max: 65_535,
      helpValue: '<number>',
      description: 'connections of each listener at a time; 256 by default',
    }),
    'idle-timeout': Flags.integer({
      ...access,
      min: 0,
      max: 86_400_000,
      helpValue: '<ms>',
      description: 'silence after which a connection is ended; never by default',
    }),
    'listen-tls-ca': Flags.string({
      ...tls,
      description:
        'TLS listeners: PEM file of the authorities of clients, which then must show a certificate; its role counts',
    }),
    'listen-tls-cert': Flags.string({
      ...tls,
      description: 'TLS listeners: PEM file of the certificate to show',
    }),
    'listen-tls-key': Flags.string({ ...tls, description: 'TLS listeners: PEM file of its private key' }),
    'listen-tls-passphrase': Flags.string({
      ...tls,
      helpValue: '<text>',
      description:
        'TLS listeners: opens an encrypted key; others can see it in a flag, but not in the variable',
    }),
    ...connectionFlags,
  };
  protected override readonly simulatedNote = 'the values are not from real instruments';

  async run(): Promise<void> {
    const { flags } = await this.parse(Gateway);
    const { gateway } = await import('../services/gateway.js');
    await this.performStream(flags, context => gateway(camelCase(flags), context), {
      event: (event: GatewayStreamEvent) =>
        flags.quiet && event.event === 'line' ? [] : formatGatewayEvent(event),
    });
  }
}
