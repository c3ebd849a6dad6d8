import { framingOf, type OpenOptions, open } from '@bus/transport-node';
import { ModbusClient } from './modbus-client.js';

export type { OpenOptions } from '@bus/transport-node';
export * from './index.js';

/**
 * Opens a port or connection and speaks the Modbus that its URL names.
 *
 * @param url `/dev/ttyUSB1`, `COM3`, `rtu:` or `ascii:` and a path; `tcp://host`, `tls://host`, `udp://host`,
 *   `rtu+tcp://host:port` or `ascii+tcp://host:port`.
 * @param options baud rate, parity, time-out and so on; 19200-8N1, 1000 ms and one retry of reads by default.
 * @throws {UsageError} the URL or an option makes no sense.
 * @throws {TransportError} the port can't be opened, or `serialport` is not installed.
 *
 * @example
 * const bus = await connect('/dev/ttyUSB1');
 * const temperature = await bus.unit(1).readRegister(289, { decimals: 1 });
 */
export async function connect(url: string, options?: OpenOptions): Promise<ModbusClient> {
  return new ModbusClient(await open(url, options), { framing: framingOf(url) });
}
