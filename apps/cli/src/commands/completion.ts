import * as Args from '@oclif/core/args';
import { BusCommand } from '../bus-command.js';
import { type Shell, shells } from '../services/completion.js';

export interface CompletionResult {
  shell: Shell | 'ports';
  /** The script, or what `--port` may be completed to, a word on each line. */
  text: string;
}

export class Completion extends BusCommand {
  static override summary = 'Print a script that completes commands, flags, values and ports in a shell.';
  static override description =
    'bash: eval "$(bus completion bash)" in ~/.bashrc; zsh: eval "$(bus completion zsh)" in ~/.zshrc, behind compinit; ' +
    'fish: bus completion fish > ~/.config/fish/completions/bus.fish.';
  static override examples = ['<%= config.bin %> completion bash', '<%= config.bin %> completion fish'];
  static override args = {
    shell: Args.string({
      required: true,
      ignoreStdin: true,
      options: [...shells, 'ports'],
      description: 'bash, zsh or fish; the scripts ask for ports themselves',
    }),
  };

  async run(): Promise<CompletionResult> {
    const { args } = await this.parse(Completion);
    const shell = args.shell as Shell | 'ports';
    const { completion, portWords } = await import('../services/completion.js');
    return this.perform(
      {},
      async context => ({
        shell,
        text: shell === 'ports' ? (await portWords(context)).join('\n') : await completion(shell),
      }),
      ({ text }) => [text.trimEnd()],
    );
  }
}
