import { nearest } from './document/nearest.js';

type KnownFlags = Readonly<Record<string, { aliases?: readonly string[] }>>;

/** What oclif knows of a command line that makes no sense. */
interface ParseError extends Error {
  /** Flags that do not exist, with their dashes. */
  flags?: readonly string[];
  /** Arguments that are missing. */
  args?: readonly { name: string; description?: string; options?: readonly string[] }[];
  parse?: { input?: { flags?: KnownFlags } };
}

/** What is wrong with a command line, and what to try. */
export interface CommandLineMistake {
  message: string;
  hint: string;
}

const ALL_FLAGS = '--help shows all flags.';

/**
 * What oclif says of a command line that makes no sense, in our words.
 *
 * @example commandLineMistake(error) // { message: 'there is no flag --decimal', hint: 'Did you mean --decimals?' }
 */
export function commandLineMistake(error: Error): CommandLineMistake {
  const { message, flags, args, parse } = error as ParseError;
  if (/^Nonexistent flag/.test(message) && flags !== undefined)
    return unknownFlags(flags, parse?.input?.flags ?? {});
  if (/^Missing \d+ required arg/.test(message) && args !== undefined)
    return { message: `missing: ${args.map(argument).join('; ')}`, hint: ALL_FLAGS };
  return { message: told(message), hint: ALL_FLAGS };
}

const argument = ({ name, description = '', options }: NonNullable<ParseError['args']>[number]) =>
  options === undefined ? `${name} (${description})` : `${name}, one of ${options.join(', ')}`;

function unknownFlags(unknown: readonly string[], known: KnownFlags): CommandLineMistake {
  const names = Object.entries(known).flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
  const near = unknown.flatMap(flag => nearest(flag.replace(/^-+/, ''), names) ?? []);
  return {
    message: `there is no flag ${unknown.join(', ')}`,
    hint: near.length === 0 ? ALL_FLAGS : `Did you mean ${near.map(name => `--${name}`).join(', ')}?`,
  };
}

/** Without the frame that oclif puts around it; its last line names the help. */
function told(message: string): string {
  const what = message.replace(/\nSee more help.*$/s, '').replace(/^Parsing (\S+)\s*\n\s*/, '$1: ');
  const lines = what.split('\n').filter(line => !/^The following errors? occurred/.test(line));
  return lines.map(line => line.trim().replace(/^Missing required flag (\S+)/, '--$1 is missing')).join('; ');
}
