import * as Flags from '@oclif/core/flags';
import { echoModes, parities, rtsLevels } from './settings.js';

const line = { helpGroup: 'LINE' };
const tls = { helpGroup: 'TLS' };
const WHOLE = { min: 0, helpValue: '<number>' };
const TIME = { min: 0, helpValue: '<ms>' };
const FILE = { helpValue: '<file>' };

/**
 * The flags that say how the line is reached, and what is told about it. The services look at their variables.
 *
 * @param usual what holds when nobody says anything, for the help.
 */
export const connectionFlagsFor = (usual: { baud: number; timeout: number }) => ({
  port: Flags.string({
    ...line,
    description:
      'serial port, tcp://host, rtu+tcp://host:port, …, or sim: or sim:drio for a built-in simulated line',
    helpValue: '<port>',
  }),
  baud: Flags.integer({ ...line, ...WHOLE, description: `bits per second; ${usual.baud} by default` }),
  parity: Flags.option({ ...line, description: 'none by default', options: parities })(),
  'data-bits': Flags.integer({ ...line, ...WHOLE, description: '5 to 8; 8 by default' }),
  'stop-bits': Flags.integer({ ...line, ...WHOLE, description: '1 or 2; 1 by default' }),
  line: Flags.string({
    ...line,
    description: 'short form of the four above, such as 19200-8N1',
    helpValue: '<form>',
  }),
  rtscts: Flags.boolean({ ...line, description: 'hardware flow control', allowNo: true }),
  rts: Flags.option({
    ...line,
    description: 'level of RTS while sending, where RTS switches the driver of an RS-485 line',
    options: rtsLevels,
  })(),
  'rts-delay-before': Flags.integer({
    ...line,
    ...TIME,
    description: 'with --rts: milliseconds from switching the driver on to the first byte; 0 by default',
  }),
  'rts-delay-after': Flags.integer({
    ...line,
    ...TIME,
    description: 'with --rts: milliseconds that the driver stays on after the last byte; 0 by default',
  }),
  timeout: Flags.integer({
    ...line,
    ...TIME,
    description: `milliseconds to wait for an answer; ${usual.timeout} by default`,
  }),
  retries: Flags.integer({ ...line, ...WHOLE, description: 'further attempts of a read; 1 by default' }),
  echo: Flags.option({
    ...line,
    description: 'whether the adaptor hears what it sends; off by default',
    options: echoModes,
  })(),
  'connect-timeout': Flags.integer({
    ...line,
    ...TIME,
    description: 'TCP and TLS: milliseconds until an attempt to connect is given up; 5000 by default',
  }),
  'tls-ca': Flags.string({
    ...tls,
    ...FILE,
    description: "PEM file of the authorities that vouch for the server; else the system's",
  }),
  'tls-cert': Flags.string({ ...tls, ...FILE, description: 'PEM file of the own certificate' }),
  'tls-key': Flags.string({ ...tls, ...FILE, description: 'PEM file of its private key' }),
  'tls-passphrase': Flags.string({
    ...tls,
    helpValue: '<text>',
    description: 'opens an encrypted key; others can see it in a flag, but not in the variable',
  }),
  'tls-server-name': Flags.string({
    ...tls,
    helpValue: '<name>',
    description: "the name in the server's certificate, where it is not the host",
  }),
  ...tellingFlags,
});

/** The flags that say what is told besides the result. */
export const tellingFlags = {
  trace: Flags.boolean({ description: 'print every frame on stderr, with time and meaning' }),
  verbose: Flags.boolean({
    char: 'v',
    description: 'print the line as it is set on stderr, and where the port came from',
    exclusive: ['quiet'],
  }),
  quiet: Flags.boolean({ description: 'print nothing but values, errors and the mark of a simulated line' }),
};

/** The flags of the Modbus commands. */
export const connectionFlags = connectionFlagsFor({ baud: 19_200, timeout: 1000 });
