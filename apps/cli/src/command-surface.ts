import type { Command } from '@oclif/core/command';
import { loaders } from './commands/index.js';
import { type FlagKind, jsonFlag } from './flag-variables.js';
import { variableOf } from './variable-of.js';

/** A flag as it can be seen from outside. */
export interface FlagSurface {
  readonly type: 'boolean' | 'option';
  readonly description?: string;
  readonly variable?: string;
  readonly char?: string;
  readonly aliases?: readonly string[];
  /** The values that it takes, where they are few. */
  readonly options?: readonly string[];
  readonly required?: true;
  readonly multiple?: true;
  /** `--no-…` exists, too. */
  readonly allowNo?: true;
}

/** A word behind a command as it can be seen from outside. */
export interface ArgumentSurface {
  readonly description?: string;
  /** What it may be, where that is one of a few. */
  readonly options?: readonly string[];
  readonly required?: true;
  readonly multiple?: true;
}

/** A command as it can be seen from outside. */
export interface CommandSurface {
  readonly summary: string;
  readonly args: Readonly<Record<string, ArgumentSurface>>;
  readonly flags: Readonly<Record<string, FlagSurface>>;
  /** With the name of the program in front. */
  readonly examples: readonly string[];
}

interface OclifFlag extends FlagKind {
  readonly description?: string;
  readonly options?: readonly string[];
  readonly required?: boolean;
}

/** Everything that can be said on the command line, command by command: `dcon read` and its flags. */
export async function commandSurface(): Promise<Record<string, CommandSurface>> {
  const names = Object.keys(loaders).sort();
  const classes = await Promise.all(names.map(name => loaders[name]!()));
  return Object.fromEntries(
    names.map((name, index) => [name.replaceAll(':', ' '), surfaceOf(classes[index]!)]),
  );
}

function surfaceOf({ summary = '', args, flags, examples = [] }: Command.Class): CommandSurface {
  const all = { ...(flags as Record<string, OclifFlag>), json: jsonFlag };
  return {
    summary,
    args: Object.fromEntries(
      Object.entries(args ?? {}).map(([name, { description, options, required, multiple }]) => [
        name,
        set({ description, options, required, multiple }),
      ]),
    ),
    flags: Object.fromEntries(
      Object.keys(all)
        .sort()
        .map(name => [name, flagSurface(name, all[name as keyof typeof all])]),
    ),
    examples: examples.map(example => String(example).replaceAll('<%= config.bin %>', 'bus')),
  };
}

function flagSurface(name: string, flag: OclifFlag): FlagSurface {
  const { type, description, char, aliases, options, required, multiple, allowNo } = flag;
  const variable = variableOf(name);
  return {
    type,
    ...set({ description, variable, char, aliases, options, required, multiple, allowNo }),
  } as FlagSurface;
}

/** Without what is not said, and without noes. */
function set<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined | false> } {
  const said = Object.entries(values).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(said) as never;
}
