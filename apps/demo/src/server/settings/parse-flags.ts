import { parseArgs } from 'node:util';
import { UsageError } from '@bus/line';
import { type Flag, type FlagName, flagNames, flags } from './flags.js';

type Multiple = { [F in FlagName]: (typeof flags)[F] extends { multiple: true } ? F : never }[FlagName];
type Alone = { [F in FlagName]: (typeof flags)[F] extends { value: string } ? never : F }[FlagName];

/** What the command line said; what it did not is absent. */
export type GivenFlags = { readonly [F in Multiple]?: readonly string[] } & {
  readonly [F in Alone]?: boolean;
} & { readonly [F in Exclude<FlagName, Multiple | Alone>]?: string };

/**
 * Reads the command line.
 *
 * @throws {UsageError} a flag is unknown, given twice, or has no value.
 */
export function parseFlags(args: readonly string[]): GivenFlags {
  const options = Object.fromEntries(
    flagNames.map(name => {
      const { value }: Flag = flags[name];
      return [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
      ];
    }),
  );
  // Some package managers hand over the -- that ends their own flags.
  const own = args[0] === '--' ? args.slice(1) : [...args];
  // Checked here and not there, for messages that say what to do.
  const { tokens } = parseArgs({
    args: own,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const found: Record<string, string | true | string[]> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw stray(token.value);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(flags, token.name)) throw unknown(token.rawName, token.name);
    const name = token.name as FlagName;
    const { value: wanted, multiple }: Flag = flags[name];
    if (wanted === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${name} takes no value`);
      found[name] = true;
    } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      throw new UsageError(`--${name} needs a value: --${name} ${wanted}`);
    } else if (multiple) {
      found[name] = [...((found[name] as string[] | undefined) ?? []), token.value];
    } else if (found[name] !== undefined) {
      throw new UsageError(`--${name} is given twice`);
    } else {
      found[name] = token.value;
    }
  }
  return found as GivenFlags;
}

function unknown(raw: string, name: string): UsageError {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const near =
    flagNames.find(known => plain(known) === plain(name)) ??
    flagNames.find(known => plain(known).startsWith(plain(name)) || plain(name).startsWith(plain(known)));
  const hint = near === undefined ? '--help shows all flags.' : `Is --${near} meant? --help shows all flags.`;
  return new UsageError(`there is no flag ${raw}`, { hint });
}

function stray(text: string): UsageError {
  return new UsageError(`'${text}' belongs to no flag`, {
    hint: 'A port is given as --port, an instrument as --instrument. --help shows all flags.',
  });
}
