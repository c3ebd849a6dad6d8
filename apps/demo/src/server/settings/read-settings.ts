import { readFile } from 'node:fs/promises';
import { UsageError } from '@bus/line';
import { completeInstruments } from './complete-instruments.js';
import { checkCommonFormat, completeLine, nameLines } from './complete-lines.js';
import { configWishes } from './config-wishes.js';
import { doorSettings } from './door-wishes.js';
import { flagWishes } from './flag-wishes.js';
import { parseFlags } from './parse-flags.js';
import type { ServerSettings } from './server-settings.js';
import type { Wishes } from './wishes.js';

/** Where settings come from besides the command line. */
export interface SettingsContext {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Reads a file as text. */
  readonly read?: (path: string) => Promise<string>;
  /** Makes a token, for a hint. */
  readonly freshToken?: () => string;
}

/**
 * The settings of the server: flags win over the environment, and that over the file.
 *
 * @param args the command line, without the program.
 * @returns the settings, or what else was asked for.
 * @throws {UsageError} something makes no sense: says where, and what to do.
 *
 * @example await readSettings(['--port', '/dev/ttyUSB0', '--instrument', 'dcon:02:7044'])
 */
export async function readSettings(
  args: readonly string[],
  context: SettingsContext = {},
): Promise<ServerSettings | 'help' | 'version'> {
  const flags = parseFlags(args);
  if (flags.help) return 'help';
  if (flags.version) return 'version';
  const { env = process.env, read = path => readFile(path, 'utf8') } = context;
  const file =
    flags.config === undefined ? {} : configWishes(await readText(flags.config, read), flags.config);
  const { BUS_DEMO_TOKEN: token } = env;
  const wishes = { ...file, ...(token ? { token } : {}), ...flagWishes(flags) };
  return settingsOf(wishes, context.freshToken);
}

async function readText(path: string, read: (path: string) => Promise<string>): Promise<string> {
  try {
    return await read(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function settingsOf(wishes: Wishes, freshToken?: () => string): ServerSettings {
  const { format = {} } = wishes;
  const doors = doorSettings(wishes, freshToken);
  const named = nameLines(wishes.lines);
  const instruments = completeInstruments(wishes.instruments, named);
  const lines = named.map(line => {
    const own = instruments.filter(instrument => instrument.line === line.id);
    return completeLine(line, format, new Set(own.map(({ protocol }) => protocol)));
  });
  checkCommonFormat(format, named);
  return { lines, instruments, doors };
}
