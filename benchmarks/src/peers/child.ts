import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

const running = new Set<ChildProcess>();

// Whatever ends the benchmark, what it started ends with it.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A program that says a line when it is ready, and then answers each line that it is given with a line. */
export class Child {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  #complaints = '';
  #ended: string | undefined;

  private constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    running.add(this.#child);
    this.#lines = createInterface({ input: this.#child.stdout! });
    this.#lines.on('line', line => this.#waiting.shift()?.resolve(line));
    this.#child.stderr!.on('data', (chunk: Buffer) => {
      this.#complaints += chunk.toString();
    });
    // Writing to a program that has ended fails; its end is reported to whoever waits.
    this.#child.stdin!.on('error', () => undefined);
    this.#child.once('error', error => this.#end(error.message));
    this.#child.once('close', code => this.#end(`it ended with ${code}`));
  }

  /** Starts it; resolves with the child and the words behind `ready`. */
  static async start(command: string, args: readonly string[]): Promise<{ child: Child; ready: string[] }> {
    const child = new Child(command, args);
    const [first, ...ready] = (await child.#answer()).trim().split(' ');
    if (first === 'ready') return { child, ready };
    await child.stop();
    throw new Error(`${[command, ...args].join(' ')} said ${first}`);
  }

  /** Gives it a line and waits for the answer. */
  ask(line: string): Promise<string> {
    const answer = this.#answer();
    if (this.#ended === undefined) this.#child.stdin!.write(`${line}\n`);
    return answer;
  }

  /** Ends it and waits for that. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    const closed = new Promise(resolve => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await closed;
  }

  #answer(): Promise<string> {
    if (this.#ended !== undefined) return Promise.reject(this.#failure(this.#ended));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #end(why: string): void {
    this.#ended ??= why;
    running.delete(this.#child);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure(why));
  }

  #failure(why: string): Error {
    return new Error(`${this.#child.spawnargs.join(' ')}: ${why}\n${this.#complaints}`.trim());
  }
}
