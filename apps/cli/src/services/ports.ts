import type { Context } from '../context.js';
import { type PortStatus, portStatuses } from '../system/port-status.js';
import type { System } from '../system/system.js';

export interface PortsResult {
  /** Sorted by path. */
  ports: PortStatus[];
}

/** The serial ports of this machine, who has them open, and whether this user may open them. None of them is opened. */
export async function ports(context: Pick<Context, 'listPorts'> = {}, system?: System): Promise<PortsResult> {
  const list = context.listPorts ?? (await import('@bus/transport-node')).listPorts;
  const { machine } = await import('../system/machine.js');
  return { ports: await portStatuses(system ?? machine(), await list()) };
}
