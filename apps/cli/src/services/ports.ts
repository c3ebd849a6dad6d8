import type { PortInfo } from '@bus/transport-node';
import type { Context } from '../context.js';

export interface PortsResult {
  /** Sorted by path. */
  ports: PortInfo[];
}

/** The serial ports of this machine. None of them is opened. */
export async function ports(context: Pick<Context, 'listPorts'> = {}): Promise<PortsResult> {
  const list = context.listPorts ?? (await import('@bus/transport-node')).listPorts;
  return { ports: await list() };
}
