import type { Transport } from '@bus/line';
import { standardLine } from './standard-line.js';
import type { VirtualLineOptions } from './virtual-line.js';

/**
 * The line behind the port name `sim:`: a temperature controller as Modbus unit 1, a remote I/O module as unit 2, and the
 * DCON modules 02 to 05 and 0A. See {@link dconModules}.
 *
 * @example
 * const client = new ModbusClient(new Line(simulatedLine()));
 * await client.unit(1).readRegister(289, { decimals: 1 }); // 77.2
 */
export function simulatedLine(options: VirtualLineOptions = {}): Transport {
  return standardLine(options).virtual.transport();
}
