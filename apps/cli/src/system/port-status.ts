import type { PortInfo } from '@bus/transport-node';
import { type PortAccess, portAccess } from './port-access.js';
import { type PortHolder, portHolders } from './port-holders.js';
import type { System } from './system.js';

/** A serial port, who has it open, and whether this user may open it. What is not known is absent. */
export interface PortStatus extends PortInfo, PortAccess {
  /** The kernel's driver: `ftdi_sio`, `cdc_acm`, … */
  driver?: string;
  /** Names that stay the same whichever socket the adapter is plugged into. */
  aliases?: string[];
  /** Processes that have it open; absent where the system does not tell. */
  holders?: PortHolder[];
  /** True when there are processes of others that may have it open unseen. */
  moreHolders?: boolean;
  /** FTDI adapters: milliseconds for which received bytes are held back. */
  latencyTimer?: number;
}

const BY_ID = '/dev/serial/by-id';

/** Looks at ports without opening them. */
export async function portStatuses(system: System, ports: readonly PortInfo[]): Promise<PortStatus[]> {
  if (ports.length === 0) return [];
  const holders = await portHolders(
    system,
    ports.map(({ path }) => path),
  );
  const aliases = await portAliases(system);
  return Promise.all(
    ports.map(async (port): Promise<PortStatus> => {
      const others = holders === undefined ? {} : { holders: holders.of.get(port.path) ?? [] };
      const names = aliases.get(port.path);
      return {
        ...port,
        ...(await driverFacts(system, port.path)),
        ...(names === undefined ? {} : { aliases: names }),
        ...(await portAccess(system, port)),
        ...others,
        ...(holders?.complete === false ? { moreHolders: true } : {}),
      };
    }),
  );
}

async function portAliases(system: System): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (system.platform !== 'linux') return found;
  for (const name of (await system.list(BY_ID)) ?? []) {
    const alias = `${BY_ID}/${name}`;
    const path = await system.realPath(alias);
    if (path !== undefined) found.set(path, [...(found.get(path) ?? []), alias]);
  }
  return found;
}

async function driverFacts(
  system: System,
  path: string,
): Promise<Pick<PortStatus, 'driver' | 'latencyTimer'>> {
  if (system.platform !== 'linux') return {};
  const name = path.replace(/^.*\//, '');
  const driver = (await system.realPath(`/sys/class/tty/${name}/device/driver`))?.replace(/^.*\//, '');
  const timer = (await system.readFile(`/sys/bus/usb-serial/devices/${name}/latency_timer`))?.trim();
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(timer !== undefined && /^\d+$/.test(timer) ? { latencyTimer: Number(timer) } : {}),
  };
}
