import { parseArgs } from 'node:util';
import { UsageError } from '@bus/line';

/** What was asked for on the command line. */
export interface CommandLine {
  readonly command: string;
  readonly operands: readonly string[];
  readonly server: string;
  readonly token?: string;
  /** File of the authority of the server's certificate. */
  readonly ca?: string;
  readonly line?: string;
  readonly protocol?: 'modbus' | 'dcon' | '232drio';
  readonly checksum: boolean;
  readonly json: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

export const help = `Talks to the lines and instruments of a running server.

  send '$022'               sends a raw command and shows what was heard
  read [instrument[.point]] reads all instruments, one, or one point
  write instrument.point value
                            writes a point: a number, or on and off
  watch [instrument]        shows values as they change, until Ctrl-C
  list                      shows the lines and instruments
  trace                     shows what goes over a line, until Ctrl-C

  --server URL    tcp://127.0.0.1:8045 by default; tls://, ws:// and wss:// as well
  --token TEXT    where the server wants one; BUS_DEMO_TOKEN does not show in lists of processes
  --ca FILE       certificate of the authority that the server's certificate is from
  --line ID       which line; needed where the server has several
  --protocol P    of a raw command: modbus, dcon or 232drio; by its text by default
  --checksum      the checksum of the DCON module is on
  --timeout MS    to wait for each answer of the server; 30000 by default
  --json          one JSON value per line
  --help          this text

Exit codes: 0 well, 2 usage, 3 no reply, 4 the device said no, 5 connection or port, 6 bad frame, 130 Ctrl-C.`;

const options = {
  server: { type: 'string', default: 'tcp://127.0.0.1:8045' },
  token: { type: 'string' },
  ca: { type: 'string' },
  line: { type: 'string' },
  protocol: { type: 'string' },
  checksum: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/**
 * Takes a command line apart.
 *
 * @returns undefined when help is asked for.
 * @throws {UsageError}
 */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine | undefined {
  const { values, positionals } = parse(args);
  const [command, ...operands] = positionals;
  if (values.help || command === 'help') return undefined;
  if (command === undefined) throw new UsageError('a command is missing', { hint: '--help shows all.' });
  const { server, token = env.BUS_DEMO_TOKEN, ca, line, checksum, json, protocol, timeout } = values;
  return {
    command,
    operands,
    server,
    token,
    ca,
    line,
    checksum,
    json,
    protocol: protocol === undefined ? undefined : checkProtocol(protocol),
    timeout: timeout === undefined ? undefined : checkTimeout(timeout),
  };
}

function parse(args: readonly string[]) {
  try {
    // A negative number is a value, not a flag.
    const firstNegative = args.findIndex(arg => /^-[\d.]/.test(arg));
    const cut = firstNegative < 0 || args.includes('--') ? args : protect(args, firstNegative);
    return parseArgs({ args: [...cut], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { hint: '--help shows all flags.', cause: error });
  }
}

/** Puts a negative number behind all flags, and `--` before it. */
const protect = (args: readonly string[], at: number): string[] => [
  ...args.slice(0, at),
  ...args.slice(at + 1),
  '--',
  args[at]!,
];

function checkProtocol(text: string): 'modbus' | 'dcon' | '232drio' {
  if (text === 'modbus' || text === 'dcon' || text === '232drio') return text;
  throw new UsageError(`--protocol must be modbus, dcon or 232drio, not ${text}`);
}

function checkTimeout(text: string): number {
  const timeout = Number(text);
  if (Number.isInteger(timeout) && timeout >= 1 && timeout <= 600_000) return timeout;
  throw new UsageError(`--timeout must be 1 to 600000 milliseconds, not ${text}`);
}
