import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** The root of the repository. */
const ROOT = new URL('../../../', import.meta.url);
const OUTPUT = new URL('benchmarks/dist/', ROOT);

/** The servers and devices that the clients are measured with; all are written in C. */
const PEERS = {
  'fast-server': { source: 'benchmarks/peers/fast-server.c', libraries: [] },
  'instant-device': { source: 'benchmarks/peers/instant-device.c', libraries: [] },
  'paced-device': { source: 'benchmarks/peers/paced-device.c', libraries: [] },
  'libmodbus-server': { source: 'interop/peers/libmodbus-server.c', libraries: ['libmodbus'] },
} as const;

export type PeerName = keyof typeof PEERS;

/**
 * Compiles a peer, unless that was done after its last change; returns the path of the program.
 *
 * @throws {Error} there is no compiler, or no libmodbus; the message says what to install.
 */
export async function compilePeer(name: PeerName): Promise<string> {
  const { source, libraries } = PEERS[name];
  const program = fileURLToPath(new URL(`peer-${name}`, OUTPUT));
  const files = [source, 'benchmarks/peers/registers.h', 'benchmarks/peers/rtu.h', 'interop/peers/values.h'];
  const changed = await Promise.all(files.map(async file => (await stat(new URL(file, ROOT))).mtimeMs));
  const compiled = await stat(program).catch(() => undefined);
  if (compiled !== undefined && compiled.mtimeMs > Math.max(...changed)) return program;
  await mkdir(OUTPUT, { recursive: true });
  try {
    const flags = await Promise.all(libraries.map(library => flagsOf(library)));
    const path = fileURLToPath(new URL(source, ROOT));
    await execute('gcc', ['-O2', '-Wall', '-D_GNU_SOURCE', '-o', program, path, ...flags.flat()]);
  } catch (cause) {
    throw new Error(
      `${source} could not be compiled: ${(cause as Error).message}\nIt needs gcc, pkg-config and libmodbus (Debian: gcc pkg-config libmodbus-dev).`,
      { cause },
    );
  }
  return program;
}

async function flagsOf(library: string): Promise<string[]> {
  const { stdout } = await execute('pkg-config', ['--cflags', '--libs', library]);
  return stdout.trim().split(/\s+/);
}
