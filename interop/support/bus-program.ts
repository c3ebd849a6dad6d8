import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Finished, Program, runToEnd } from './program.ts';

const program = join(dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json')), 'bin/bus.js');

/** Starts a command of `bus` that runs until Ctrl-C, and waits for its first words. */
export function startBus(command: string, ready: RegExp): Promise<Program> {
  return Program.start(process.execPath, [program, ...command.split(' ')], ready);
}

/** Runs a command of `bus` to its end. */
export function runBus(...args: string[]): Promise<Finished> {
  return runToEnd(process.execPath, [program, ...args]);
}

/** The numbers of the ports that it listens on, in the order in which it says so. */
export function listeningPorts({ output }: Program): string[] {
  return [...output.matchAll(/^(?:listening|serving) on \S+:(\d+)$/gm)].map(([, port]) => port!);
}
