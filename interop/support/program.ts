import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const running = new Set<ChildProcess>();

/** Ends the programs that were started and have not ended; returns what they were. */
export function endStillRunning(): string[] {
  return [...running].map(child => {
    child.kill('SIGKILL');
    return child.spawnargs.join(' ');
  });
}

function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.add(child);
  // Characters may be cut where one piece of the output ends and the next begins.
  child.stdout?.setEncoding('utf8');
  child.stderr?.setEncoding('utf8');
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** A program that runs until it is ended, by its process id. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise(resolve => child.once('close', () => resolve()));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  /** Starts a program and waits until its output, of both kinds, matches `ready`. */
  static async start(command: string, args: readonly string[], ready: RegExp): Promise<Program> {
    const program = new Program(start(command, args));
    await program.#says(ready);
    return program;
  }

  /** All that it has written so far. */
  get output(): string {
    return this.#output;
  }

  #says(ready: RegExp): Promise<void> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const check = () => {
        if (ready.test(this.#output)) resolve();
      };
      child.stdout?.on('data', check);
      child.stderr?.on('data', check);
      child.once('error', reject);
      child.once('close', () =>
        reject(new Error(`${child.spawnargs.join(' ')} ended early:\n${this.#output}`)),
      );
    });
  }

  /** Ctrl-C, as a terminal sends it: resolves with the exit code. */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    await this.#ended;
    return this.#child.exitCode;
  }

  /** Ends it at once, without a chance to tidy up, and waits for that. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** A program that answers each line that it is given with a line. */
export class Conversation {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  #heard = '';
  #complaints = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise(resolve => child.once('close', () => resolve()));
    child.stdout?.on('data', (text: string) => this.#hear(text));
    child.stderr?.on('data', (text: string) => {
      this.#complaints += text;
    });
    // Writing to a program that has ended fails, and its end is reported below.
    child.stdin?.on('error', () => undefined);
    const giveUp = () => {
      for (const tell of this.#waiting.splice(0)) tell(undefined);
    };
    child.once('close', giveUp);
    child.once('error', giveUp);
  }

  static start(command: string, args: readonly string[]): Conversation {
    return new Conversation(start(command, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
  }

  #hear(text: string): void {
    const lines = (this.#heard + text).split('\n');
    this.#heard = lines.pop()!;
    for (const line of lines) this.#waiting.shift()?.(line);
  }

  async ask(question: string): Promise<string> {
    const answered = new Promise<string | undefined>(resolve => this.#waiting.push(resolve));
    if (this.#child.exitCode === null) this.#child.stdin?.write(`${question}\n`);
    else this.#waiting.pop()?.(undefined);
    const answer = await answered;
    if (answer === undefined)
      throw new Error(`${this.#child.spawnargs.join(' ')} ended at '${question}':\n${this.#complaints}`);
    return answer;
  }

  /** Nothing more will be asked: lets the program end by itself and returns its exit code. */
  async end(): Promise<number | null> {
    this.#child.stdin?.end();
    await this.#ended;
    return this.#child.exitCode;
  }
}

/** How a program ended. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<Finished> {
  const child = start(command, args, options);
  const finished: Finished = { code: null, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (text: string) => {
      finished[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ ...finished, code }));
  });
}
