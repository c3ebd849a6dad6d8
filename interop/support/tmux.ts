import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './program.ts';
import { makeFolder, removeFolder } from './run-folder.ts';
import { sessionEnded } from './session-ended.ts';

export interface TerminalOptions {
  columns?: number;
  rows?: number;
  /** Variables besides those of this process. */
  env?: Readonly<Record<string, string>>;
}

/** A real terminal, made by tmux, in which a shell runs a program and then says how it ended. */
export class TmuxTerminal {
  readonly #folder = makeFolder('tmux');

  private constructor() {}

  /**
   * Writes `before the program`, runs a program, writes `exit code` and how the terminal is set, and waits.
   *
   * @param words the program and its arguments.
   */
  static async run(words: readonly string[], options: TerminalOptions = {}): Promise<TmuxTerminal> {
    const { columns = 100, rows = 24, env = {} } = options;
    const terminal = new TmuxTerminal();
    const program = words.map(quoted).join(' ');
    // By the shell and not by tmux, which puts the PATH of its own caller over any other.
    const variables = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}; `);
    // Ctrl-C is for the program, and not for the shell.
    const script = `${variables.join('')}trap : INT; echo before the program; ${program}; echo exit code $?; stty -a | tr ' ' '\\n' | grep -E '^-?(icanon|echo);?$'; exec sleep 600`;
    const size = ['-x', String(columns), '-y', String(rows)];
    await terminal.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, 'sh', '-c', script);
    return terminal;
  }

  /** The lines that are to be seen, without blanks at their ends. */
  async lines(): Promise<string[]> {
    const text = await this.#tmux('capture-pane', '-p');
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => line.trimEnd());
  }

  /** The lines as one text. */
  async text(): Promise<string> {
    return (await this.lines()).join('\n');
  }

  /** Presses keys, as tmux names them: `q`, `C-c`, `PageDown`. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Is the alternate screen shown, and is the cursor? */
  async modes(): Promise<{ alternate: boolean; cursor: boolean }> {
    const [alternate, cursor] = (await this.#tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}'))
      .trim()
      .split(' ');
    return { alternate: alternate === '1', cursor: cursor === '1' };
  }

  /** Sends a signal to the program. */
  async signal(name: NodeJS.Signals): Promise<void> {
    const shell = await this.#shell();
    const [child] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ');
    process.kill(Number(child), name);
  }

  /** Closes the terminal, and waits until the programs in it have ended: shells still write when they hear of it. */
  async dispose(): Promise<void> {
    const shell = await this.#shell();
    await this.#tmux('kill-server');
    await sessionEnded(shell);
    removeFolder(this.#folder);
  }

  /** The process id of the shell that runs the program; tmux gives it a session of its own. */
  async #shell(): Promise<number> {
    return Number(await this.#tmux('display-message', '-p', '#{pane_pid}'));
  }

  /** Runs a command of tmux on the server of this terminal, and returns what it prints. */
  async #tmux(...words: string[]): Promise<string> {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', TMUX: '' };
    const args = ['-u', '-S', join(this.#folder, 'socket'), ...words];
    const { code, stdout, stderr } = await runToEnd('tmux', args, { env });
    if (code !== 0) throw new Error(`tmux ${words[0]} failed: ${stderr}`);
    return stdout;
  }
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
