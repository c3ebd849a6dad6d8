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

/**
 * The words that may come next in front of the flags: of commands, of topics such as `dcon`, and what a command takes one
 * of.
 */
export function nextWords(commands: Commands): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const [name, { args }] of Object.entries(commands)) {
    const words = name.split(' ');
    const [choice] = Object.values(args).flatMap(({ options }) => (options === undefined ? [] : [options]));
    if (choice !== undefined) next.set(name, new Set(choice));
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
  const words = [...nextWords(commands)].map(
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
  local last=$COMP_CWORD current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local command= follow= flags= values= word= next= done= written=
  # bash takes words apart at colons, and completes what stands behind them;
  if [[ $current == : ]]; then last=$((last-1)); done=$before:; current=$done
  elif [[ $before == : ]]; then last=$((last-2)); done=\${COMP_WORDS[last]}:; current=$done$current; fi
  before=\${COMP_WORDS[last-1]}
  # and --flag=value at the equals sign, which zsh leaves together.
  if [[ $current == = ]]; then current=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[last-2]}
  elif [[ $current == --*=* ]]; then before=\${current%%=*}; written=$before=; current=\${current#*=}; fi
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    [[ $word == -* ]] && break
    next="\${command:+$command }$word"
    _bus_words "$command"
    [[ " $follow " == *" $word "* ]] || break
    command=$next
  done
  if [[ $before == --port ]]; then values=$(bus completion ports 2>/dev/null); else _bus_values "$command $before"; fi
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    if [[ -n $done ]]; then COMPREPLY=("\${COMPREPLY[@]#"$done"}")
    elif [[ -n $written ]]; then COMPREPLY=("\${COMPREPLY[@]/#/$written}"); fi
    return
  fi
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
