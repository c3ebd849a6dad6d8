import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/bus.js', import.meta.url));

export interface Ran {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** What is piped in; nothing by default. */
  stdin?: string;
  /** A module that is loaded before the program. */
  preload?: string;
  /** Milliseconds after its first words, at which it is ended as by Ctrl-C. */
  endAfter?: number;
  /** Called with everything that has come on stderr so far. */
  onStderr?: (text: string, child: ChildProcess) => void;
  /** Called with everything that has come on stdout so far. */
  onStdout?: (text: string, child: ChildProcess) => void;
}

/** Milliseconds after which a program that has said nothing counts as running. */
const PATIENCE_WITH_SILENCE = 8000;

/** Runs `bus` as a user does, in a folder above which there is no configuration file unless told otherwise. */
export function runBus(
  args: string[],
  { cwd = '/', env = {}, stdin = '', preload, endAfter, onStderr, onStdout }: RunOptions = {},
): Promise<Ran> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(BUS_|NODE_OPTIONS$|NODE_ENV$)/.test(name),
  );
  const before = preload === undefined ? [] : ['--import', preload];
  const child = spawn(process.execPath, [...before, program, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Who does not read it may be gone by then.
  child.stdin.on('error', () => undefined).end(stdin);
  const ran: Ran = { code: null, stdout: '', stderr: '' };
  let timer: NodeJS.Timeout | undefined;
  const began = () => {
    if (endAfter !== undefined) timer ??= setTimeout(() => child.kill('SIGINT'), endAfter);
  };
  const silent = setTimeout(began, PATIENCE_WITH_SILENCE);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    began();
    ran.stdout += text;
    onStdout?.(ran.stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    began();
    ran.stderr += text;
    onStderr?.(ran.stderr, child);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(silent);
      clearTimeout(timer);
    });
    child.on('close', code => resolve({ ...ran, code }));
  });
}
