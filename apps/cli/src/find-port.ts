import { UsageError } from '@bus/line';
import type { PortInfo } from '@bus/transport-node';
import { CONFIG_NAME, type Config } from './config.js';
import type { ConnectionOptions } from './settings.js';

/** The built-in simulated line. */
export const SIMULATED = 'sim:';

/** The later, the stronger: what a stronger source says holds. */
export const Rank = { MACHINE: 0, CONFIG: 1, ENV: 2, FLAG: 3 } as const;

/** The port that is used, and who chose it. */
export interface FoundPort {
  readonly url: string;
  /** For people. */
  readonly origin: string;
  readonly rank: number;
}

/** Where a port can come from. */
export interface PortSources {
  readonly flags: ConnectionOptions;
  readonly env: ConnectionOptions;
  readonly config: Config | undefined;
  readonly listPorts: () => Promise<PortInfo[]>;
}

/**
 * Chooses the port: `--port`, then `BUS_PORT`, then the configuration file, then the only serial port of the machine.
 * Never the simulated line unless it is named.
 *
 * @throws {UsageError} no port is known: says where it was looked for, and which ports there are.
 */
export async function findPort({ flags, env, config, listPorts }: PortSources): Promise<FoundPort> {
  if (flags.port !== undefined) return { url: flags.port, origin: '--port', rank: Rank.FLAG };
  if (env.port !== undefined) return { url: env.port, origin: 'BUS_PORT', rank: Rank.ENV };
  if (config?.settings.port !== undefined) {
    return { url: config.settings.port, origin: config.path, rank: Rank.CONFIG };
  }
  const paths = (await listPorts()).map(({ path }) => path);
  const [only] = paths;
  if (only !== undefined && paths.length === 1) {
    return { url: only, origin: 'the only serial port of this machine', rank: Rank.MACHINE };
  }
  throw noPort(config, paths);
}

function noPort(config: Config | undefined, paths: string[]): UsageError {
  const file =
    config === undefined ? `there is no ${CONFIG_NAME} here or above` : `${config.path} names no port`;
  const machine =
    paths.length === 0
      ? 'this machine has no serial port'
      : `this machine has ${paths.length} serial ports: ${paths.join(', ')}`;
  return new UsageError(`no port: --port is not given, BUS_PORT is not set, ${file}, and ${machine}`, {
    hint: `Give one, such as --port ${paths[0] ?? '/dev/ttyUSB0'}; --port ${SIMULATED} is the built-in simulated line.`,
  });
}
