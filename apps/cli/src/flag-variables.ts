import { UsageError } from '@bus/line';
import { words } from './document/kind.js';
import { flagName, settingNames } from './settings.js';
import { variableOf } from './variable-of.js';

/** What is to be known of a flag, so that a variable can stand in for it. */
export interface FlagKind {
  readonly type: 'boolean' | 'option';
  readonly char?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly allowNo?: boolean | undefined;
  readonly multiple?: boolean | undefined;
  readonly exclusive?: readonly unknown[] | undefined;
}

/** The line's settings come from the environment by themselves, since they have a rank of their own there. */
const settingFlags: ReadonlySet<string> = new Set(settingNames.map(flagName));
/** The flag that every command has. */
export const jsonFlag = {
  type: 'boolean',
  description: 'print JSON: one object, or one line per event',
} as const;

/** A command line with the flags that the environment adds to it. */
export interface CompletedLine {
  readonly argv: string[];
  /** The flags that were added, such as `max-age`. */
  readonly added: readonly string[];
}

/**
 * Adds the flags that the environment holds and the command line does not. A flag on the command line also outdoes
 * variables of flags that it excludes. An empty variable counts as not set; several values of one flag are separated by
 * blanks.
 *
 * @param flags the command's flags by name.
 * @throws {UsageError} a variable of a flag without value is neither true nor false.
 */
export function withVariables(
  argv: readonly string[],
  flags: Readonly<Record<string, FlagKind>>,
  env: Readonly<Record<string, string | undefined>>,
): CompletedLine {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const given = namesIn(argv.slice(0, end), flags);
  const outdone = new Set([...given].flatMap(name => [name, ...excludedBy(name, flags)]));
  const added: string[] = [];
  const extra: string[] = [];
  for (const [name, flag] of Object.entries(flags)) {
    const variable = variableOf(name);
    const text = variable === undefined ? undefined : env[variable];
    if (variable === undefined || !text || outdone.has(name) || settingFlags.has(name)) continue;
    const words =
      flag.type === 'boolean' ? booleanWords(name, flag, variable, text) : optionWords(name, flag, text);
    if (words.length > 0) added.push(name);
    extra.push(...words);
  }
  // At the end, since a flag of several values takes whatever follows.
  return { argv: [...argv.slice(0, end), ...extra, ...argv.slice(end)], added };
}

/** The flags that a command line names. */
function namesIn(argv: readonly string[], flags: Readonly<Record<string, FlagKind>>): Set<string> {
  const found = new Set<string>();
  for (const word of argv) {
    const long = /^--([^=]+)/.exec(word)?.[1];
    const short = /^-([a-zA-Z]+)/.exec(word)?.[1] ?? '';
    for (const [name, { char, aliases = [], allowNo = false }] of Object.entries(flags)) {
      const names = [name, ...aliases, ...(allowNo ? [`no-${name}`] : [])];
      if ((long !== undefined && names.includes(long)) || (char !== undefined && short.includes(char)))
        found.add(name);
    }
  }
  return found;
}

/** The flags that cannot stand beside this one, whichever of the two says so. */
function excludedBy(name: string, flags: Readonly<Record<string, FlagKind>>): string[] {
  const own = (flags[name]?.exclusive ?? []).filter(other => typeof other === 'string');
  const others = Object.keys(flags).filter(other => flags[other]?.exclusive?.includes(name));
  return [...own, ...others];
}

function booleanWords(name: string, { allowNo }: FlagKind, variable: string, text: string): string[] {
  const on = words.get(text);
  if (on === undefined) throw new UsageError(`${variable} must be true or false, not '${text}'`);
  if (on) return [`--${name}`];
  return allowNo ? [`--no-${name}`] : [];
}

function optionWords(name: string, { multiple }: FlagKind, text: string): string[] {
  const values = multiple ? text.split(/\s+/).filter(value => value !== '') : [text];
  return values.map(value => `--${name}=${value}`);
}

/** What went wrong with an added flag, told of its variable: `--every: …` becomes `BUS_EVERY: …`. */
export function namingVariables(message: string, added: readonly string[]): string {
  return added.reduce(
    (text, name) => text.replace(new RegExp(`--${name}(?![\\w-])`, 'g'), `${variableOf(name)}`),
    message,
  );
}
