import type { CommandSurface } from '../command-surface.js';

type Commands = Readonly<Record<string, CommandSurface>>;

/** Words in single quotes, as a POSIX shell reads them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The long flags of a command, `--no-…` among them. */
export function flagWords({ flags }: CommandSurface): string[] {
  return Object.entries(flags).flatMap(([name, { allowNo }]) => [
    `--${name}`,
    ...(allowNo ? [`--no-${name}`] : []),
  ]);
}

/** The words that may come next in front of the flags: of commands and of topics such as `dcon`. */
export function nextWords(names: readonly string[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const name of names) {
    const words = name.split(' ');
    for (const [index, word] of words.entries()) {
      const before = words.slice(0, index).join(' ');
      next.set(before, (next.get(before) ?? new Set()).add(word));
    }
  }
  return next;
}

/**
 * A script that completes commands, flags, the values of flags that take one of a few, and the ports of the machine.
 *
 * @example eval "$(bus completion bash)"
 */
export function bashCompletion(commands: Commands): string {
  const words = [...nextWords(Object.keys(commands))].map(
    ([before, next]) => `    ${quoted(before)}) follow=${quoted([...next].join(' '))} ;;`,
  );
  const flags = Object.entries(commands).map(
    ([name, command]) => `    ${quoted(name)}) flags=${quoted(flagWords(command).join(' '))} ;;`,
  );
  const values = Object.entries(commands).flatMap(([name, command]) =>
    Object.entries(command.flags)
      .filter(([, { options }]) => options !== undefined)
      .map(
        ([flag, { options }]) =>
          `    ${quoted(`${name} --${flag}`)}) values=${quoted(options!.join(' '))} ;;`,
      ),
  );
  return `# Completion of bus for bash: eval "$(bus completion bash)"
_bus() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= follow= flags= values= word next
  # bash takes --flag=value apart at the equals sign.
  if [[ $current == = ]]; then current=; before=\${COMP_WORDS[COMP_CWORD-1]}
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    next="\${command:+$command }$word"
    _bus_words "$command"
    [[ " $follow " == *" $word "* ]] || break
    command=$next
  done
  if [[ $before == --port ]]; then values=$(bus completion ports 2>/dev/null); else _bus_values "$command $before"; fi
  if [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$current")); return; fi
  follow=
  _bus_words "$command"
  _bus_flags "$command"
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $follow ]]; then COMPREPLY=($(compgen -W "$follow" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
}
_bus_words() {
  case $1 in
${words.join('\n')}
    *) follow= ;;
  esac
}
_bus_flags() {
  case $1 in
${flags.join('\n')}
  esac
}
_bus_values() {
  case $1 in
${values.join('\n')}
  esac
}
complete -F _bus bus
`;
}
