import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finished, Program, runToEnd } from './program.ts';
import { peersFolder } from './run-folder.ts';
import type { Tool } from './tools.ts';

/** Speed of all ports. Pseudo-terminals do not slow bytes down, but both sides reckon their pauses with it. */
export const BAUD = 115_200;

/** Debian's own Python: another one on the path does not see Debian's packages. */
const python = '/usr/bin/python3';
const source = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));
/** Where global-setup.ts puts what it compiles. */
const compiled = (name: string) => join(peersFolder(), name);

/** How to start each server on a port. */
export const servers = {
  libmodbus: (path: string) => Program.start(compiled('libmodbus-server'), [path, String(BAUD)], /ready/),
  pymodbus: (path: string) =>
    Program.start(python, ['-B', source('pymodbus_server.py'), path, String(BAUD)], /ready/),
} satisfies Partial<Record<Tool, unknown>>;

export type ServerName = keyof typeof servers;

/** Asks one question, see peers/libmodbus-client.c: the values on one line, `written`, or `refused: …`. */
export type ForeignClient = (
  path: string,
  unit: number,
  functionCode: number,
  address: number,
  ...rest: number[]
) => Promise<string>;

/** Clients of others, each a process per question. */
export const clients: Record<ServerName, ForeignClient> = {
  libmodbus: (path, ...numbers) => answer(runToEnd(compiled('libmodbus-client'), line(path, numbers))),
  pymodbus: (path, ...numbers) =>
    answer(runToEnd(python, ['-B', source('pymodbus_client.py'), ...line(path, numbers)])),
};

function line(path: string, numbers: readonly number[]): string[] {
  return [path, String(BAUD), ...numbers.map(String)];
}

async function answer(finishing: Promise<Finished>): Promise<string> {
  const { code, stdout, stderr } = await finishing;
  if (code !== 0) throw new Error(`exit code ${code}: ${stdout}${stderr}`);
  return stdout.trim();
}
