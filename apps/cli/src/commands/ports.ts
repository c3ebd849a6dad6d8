import { BusCommand } from '../bus-command.js';
import { formatPorts } from '../format-ports.js';
import type { PortsResult } from '../services/ports.js';

export class Ports extends BusCommand {
  static override summary =
    'List the serial ports of this machine, who uses them, and whether this user may.';
  static override description =
    'Opens none of them. Who uses a port is known on Linux only, and of the processes that this user may look into.';
  static override examples = ['<%= config.bin %> ports', '<%= config.bin %> ports --json'];

  async run(): Promise<PortsResult> {
    await this.parse(Ports);
    const { ports } = await import('../services/ports.js');
    return this.perform(
      {},
      context => ports(context),
      result => formatPorts(result.ports),
    );
  }
}
