import type { Command } from '@oclif/core/command';
import { loaders } from './commands/index.js';

/** The commands that oclif knows: those that were loaded before it looks. */
export const commands: Record<string, Command.Class> = {};

/**
 * Loads the command that a command line names; all commands where it names none, for help and suggestions.
 *
 * @example await loadCommands(['dcon', 'read', '--address', '02']);
 */
export async function loadCommands(args: readonly string[]): Promise<void> {
  const id = commandOf(args);
  const wanted = id === undefined ? Object.keys(loaders) : [id];
  const classes = await Promise.all(wanted.map(name => loaders[name]!()));
  for (const [index, name] of wanted.entries()) commands[name] = classes[index]!;
}

/** The longest name of a command that the words in front make. */
function commandOf(args: readonly string[]): string | undefined {
  const end = args.findIndex(word => word.startsWith('-'));
  const words = end < 0 ? args : args.slice(0, end);
  for (let length = Math.min(words.length, 3); length > 0; length -= 1) {
    const id = words.slice(0, length).join(':');
    if (Object.hasOwn(loaders, id)) return id;
  }
  return undefined;
}
