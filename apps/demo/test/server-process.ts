import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

/** The server as users start it: a process of its own, on the simulated lines, on free ports, with little memory. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly httpUrl: string;
  readonly tcpUrl: string;
  /** All that it printed. */
  readonly output: string[];

  private constructor(child: ChildProcess, output: string[]) {
    this.child = child;
    this.output = output;
    this.httpUrl = urlIn(output, /Web page +(http:\S+)\//);
    this.tcpUrl = urlIn(output, /TCP +(tcp:\S+)/);
  }

  static async start(flags: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    const node = ['--max-old-space-size=80', program, '--http', '0', '--tcp', '0', ...flags];
    const child = spawn(process.execPath, node, { env: { ...process.env, ...env } });
    const output: string[] = [];
    child.stderr.on('data', chunk => output.push(String(chunk)));
    await new Promise<void>((resolve, reject) => {
      // Not before all that it printed is there.
      child.once('close', code => reject(new Error(`ended with ${code}: ${output.join('')}`)));
      child.stdout.on('data', chunk => {
        output.push(String(chunk));
        if (output.join('').includes('Ctrl-C ends it')) resolve();
      });
    });
    return new ServerProcess(child, output);
  }

  /** Ends it as Ctrl-C does; returns its exit code. */
  async stop(): Promise<number | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    }
    return this.child.exitCode;
  }
}

function urlIn(output: readonly string[], pattern: RegExp): string {
  const found = pattern.exec(output.join(''))?.[1];
  if (found === undefined) throw new Error(`no ${pattern} in ${output.join('')}`);
  return found;
}
