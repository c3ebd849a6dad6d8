import { type Transport, UsageError } from '@bus/line';
import type { Protocol } from './protocol.js';

interface SimulatedLine {
  /** What its instruments understand. */
  readonly speaks: readonly Protocol[];
  make(): Promise<Transport>;
}

const lines: Readonly<Record<string, SimulatedLine>> = {
  'sim:': {
    speaks: ['modbus', 'dcon'],
    make: async () => (await import('@bus/sim')).simulatedLine(),
  },
  'sim:drio': {
    speaks: ['232drio'],
    make: async () => (await import('@bus/sim')).simulatedDrioLine(),
  },
};

/**
 * Is the port a built-in simulated line?
 *
 * @throws {UsageError} it would be, but there is none of that name.
 */
export function isSimulated(url: string): boolean {
  if (!url.startsWith('sim:')) return false;
  if (Object.hasOwn(lines, url)) return true;
  throw new UsageError(`there is no simulated line '${url}'`, {
    hint: `There are ${Object.keys(lines).join(' and ')}.`,
  });
}

/**
 * The built-in simulated line of a name, not opened yet.
 *
 * @throws {UsageError} nothing on it understands the protocol.
 */
export async function simulatedTransport(url: string, protocol: Protocol): Promise<Transport> {
  const line = lines[url];
  if (line?.speaks.includes(protocol)) return line.make();
  const what = protocol === 'modbus' ? 'Modbus' : protocol.toUpperCase();
  const fitting = Object.keys(lines).filter(name => lines[name]!.speaks.includes(protocol));
  throw new UsageError(`nothing on the simulated line ${url} understands ${what}`, {
    hint: `Give --port ${fitting.join(' or ')}.`,
  });
}
