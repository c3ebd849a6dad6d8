import { UsageError } from '@bus/line';
import { loaders } from './commands/index.js';
import { nearest } from './document/nearest.js';

/**
 * The error of a command that does not exist, with the one that was probably meant; any other error as it is.
 *
 * @example withSuggestion(new Error('command raed not found')).hint // 'Did you mean bus read? …'
 */
export function withSuggestion(error: unknown): unknown {
  const id = error instanceof Error ? /^command (\S+) not found$/.exec(error.message)?.[1] : undefined;
  if (id === undefined) return error;
  const words = id.split(':');
  const commands = Object.keys(loaders).map(name => name.replaceAll(':', ' '));
  const first = words[0]!;
  const inTopic = commands.filter(name => name.startsWith(`${first} `));
  const near = nearest(words.join(' '), commands) ?? nearest(first, commands);
  const all = 'bus --help shows all commands.';
  if (commands.includes(first))
    return new UsageError(`bus ${first} takes no '${words.slice(1).join(' ')}'`, {
      hint: `bus ${first} --help shows what it takes.`,
      cause: error,
    });
  const hint =
    near !== undefined
      ? `Did you mean bus ${near}? ${all}`
      : inTopic.length > 0
        ? `There are bus ${inTopic.join(', bus ')}.`
        : all;
  return new UsageError(`command ${words.join(' ')} not found`, { hint, cause: error });
}
