import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Conversation, Program } from './program.ts';
import { peersFolder } from './run-folder.ts';
import type { Tool } from './tools.ts';

/** Speed of all ports. Pseudo-terminals do not slow bytes down, but both sides reckon their pauses with it. */
export const BAUD = 115_200;

/** Debian's own Python: another one on the path does not see Debian's packages. */
const python = '/usr/bin/python3';
const source = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));
/** Where global-setup.ts puts what it compiles. */
const compiled = (name: string) => join(peersFolder(), name);

/** Starts a server of libmodbus: `rtu <path> <baud> [<most seconds between two parts of a request>]` or `tcp <port>`. */
export function libmodbusServer(...place: string[]): Promise<Program> {
  return Program.start(compiled('libmodbus-server'), place, /ready.*\n/);
}

/** Starts a server of pymodbus, see peers/pymodbus_server.py. */
export function pymodbusServer(...place: string[]): Promise<Program> {
  return Program.start(python, ['-B', source('pymodbus_server.py'), ...place], /ready.*\n/);
}

/** How to start each RTU server on a serial port. */
export const servers = {
  libmodbus: (path: string, patience = 0) => libmodbusServer('rtu', path, String(BAUD), String(patience)),
  pymodbus: (path: string, _patience?: number) => pymodbusServer('serial', 'rtu', path, String(BAUD)),
} satisfies Partial<Record<Tool, unknown>>;

export type ServerName = keyof typeof servers;

/** A client of libmodbus: `rtu <path> <baud>` or `tcp <host> <port>`. */
export function libmodbusClient(...place: string[]): Conversation {
  return Conversation.start(compiled('libmodbus-client'), place);
}

/** A client of pymodbus, see peers/pymodbus_client.py. */
export function pymodbusClient(...place: string[]): Conversation {
  return Conversation.start(python, ['-B', source('pymodbus_client.py'), ...place]);
}

/** Asks one question, see peers/libmodbus-client.c: the values on one line, `written`, or `refused: …`. */
export type ForeignClient = (
  path: string,
  unit: number,
  functionCode: number,
  address: number,
  ...rest: number[]
) => Promise<string>;

/** RTU clients of others on a serial port, each a process per question. */
export const clients: Record<ServerName, ForeignClient> = {
  libmodbus: (path, ...numbers) => once(libmodbusClient('rtu', path, String(BAUD)), numbers),
  pymodbus: (path, ...numbers) => once(pymodbusClient('serial', 'rtu', path, String(BAUD)), numbers),
};

async function once(client: Conversation, numbers: readonly number[]): Promise<string> {
  const answer = await client.ask(numbers.join(' '));
  const code = await client.end();
  if (code !== 0) throw new Error(`exit code ${code} after: ${answer}`);
  return answer;
}
