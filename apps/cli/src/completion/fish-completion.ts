import type { CommandSurface, FlagSurface } from '../command-surface.js';
import { nextWords } from './bash-completion.js';

/** Words in single quotes, as fish reads them. */
const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

/**
 * A script that completes commands with their summaries, flags with their descriptions, values and ports.
 *
 * @example bus completion fish | source
 */
export function fishCompletion(commands: Readonly<Record<string, CommandSurface>>): string {
  const words = [...nextWords(commands)].flatMap(([before, next]) =>
    [...next].map(word => {
      const summary = commands[before === '' ? word : `${before} ${word}`]?.summary ?? '';
      const condition = quoted(`__bus_at ${quoted(before)}`);
      return `complete -c bus -f -n ${condition} -a ${quoted(word)} -d ${quoted(summary)}`;
    }),
  );
  const flags = Object.entries(commands).flatMap(([name, command]) =>
    Object.entries(command.flags).flatMap(([flag, surface]) => flagLines(name, flag, surface)),
  );
  return `# Completion of bus for fish: bus completion fish | source
function __bus_line
    set -l found
    for word in (commandline -opc)[2..]
        string match -q -- '-*' $word; and break
        set -a found $word
    end
    string join ' ' -- $found
end
function __bus_at
    set -l line (__bus_line)
    test "$line" = "$argv"
end
function __bus_in
    string match -q -- "$argv" (__bus_line); or string match -q -- "$argv *" (__bus_line)
end
${[...words, ...flags].join('\n')}
`;
}

function flagLines(
  command: string,
  name: string,
  { type, char, description = '', options, allowNo }: FlagSurface,
) {
  const values = options?.join(' ') ?? (name === 'port' ? '(bus completion ports 2>/dev/null)' : undefined);
  const value = type === 'boolean' ? '' : values === undefined ? ' -r' : ` -x -a ${quoted(values)}`;
  const condition = quoted(`__bus_in ${quoted(command)}`);
  const line = (flag: string, short: string) =>
    `complete -c bus -n ${condition} -l ${flag}${short}${value} -d ${quoted(description)}`;
  return [line(name, char === undefined ? '' : ` -s ${char}`), ...(allowNo ? [line(`no-${name}`, '')] : [])];
}
