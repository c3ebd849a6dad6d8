import { readFile } from 'node:fs/promises';
import { ExitCode } from '@bus/cli';
import { UsageError } from '@bus/line';
import { type CommandLine, help, parseCommandLine } from './command-line.js';
import type { Command } from './commands/command.js';
import { list } from './commands/list.js';
import { read } from './commands/read.js';
import { send } from './commands/send.js';
import { trace } from './commands/trace.js';
import { watch } from './commands/watch.js';
import { write } from './commands/write.js';
import { connectTcp } from './connect-tcp.js';
import { remoteExitCode } from './exit-code.js';
import { failureJson, formatFailure } from './format-failure.js';

/** The world that a command line runs in. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Fires at Ctrl-C. */
  readonly signal: AbortSignal;
}

const commands: Readonly<Record<string, Command>> = { send, read, write, watch, list, trace };

/**
 * Does what a command line asks for.
 *
 * @returns the exit code.
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  let json = args.includes('--json');
  try {
    const asked = parseCommandLine(args, terminal.env);
    if (asked === undefined) {
      terminal.out(help);
      return ExitCode.OK;
    }
    json = asked.json;
    return await carryOut(asked, terminal);
  } catch (error) {
    if (terminal.signal.aborted) return ExitCode.INTERRUPTED;
    const lines = json ? [JSON.stringify(failureJson(error))] : formatFailure(error);
    for (const line of lines) terminal.err(line);
    return remoteExitCode(error);
  }
}

async function carryOut(asked: CommandLine, { out, err, signal }: Terminal): Promise<number> {
  const command = Object.hasOwn(commands, asked.command) ? commands[asked.command] : undefined;
  if (command === undefined)
    throw new UsageError(`there is no command ${asked.command}`, {
      hint: `There are ${Object.keys(commands).join(', ')}; --help says what they do.`,
    });
  const { server, token, timeout, ca } = asked;
  const tls = ca === undefined ? {} : { ca: await pem(ca) };
  const bus = await connectTcp(server, { token, timeout, tls, signal });
  // Whatever is waited for ends with it: not every call is told of Ctrl-C.
  signal.addEventListener('abort', () => bus.close());
  try {
    return await command({
      bus,
      asked,
      signal,
      remark: err,
      print: (value, lines) => {
        for (const line of asked.json ? [JSON.stringify(value)] : lines) out(line);
      },
    });
  } finally {
    bus.close();
  }
}

async function pem(file: string): Promise<Buffer> {
  return await readFile(file).catch((cause: Error) => {
    throw new UsageError(`--ca ${file} cannot be read: ${cause.message}`, { cause });
  });
}
