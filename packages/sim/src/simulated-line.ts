import type { Transport } from '@bus/line';
import { dconModules } from './dcon-modules.js';
import { remoteIo } from './instruments/remote-io.js';
import { temperatureController } from './instruments/temperature-controller.js';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/**
 * The line behind the port name `sim:`: a temperature controller as Modbus unit 1, a remote I/O module as unit 2, and the
 * DCON modules 02 to 05 and 0A. See {@link dconModules}.
 *
 * @example
 * const client = new ModbusClient(new Line(simulatedLine()));
 * await client.unit(1).readRegister(289, { decimals: 1 }); // 77.2
 */
export function simulatedLine(options: VirtualLineOptions = {}): Transport {
  const line = new VirtualLine(options);
  line.attach(temperatureController({ unit: 1 }));
  line.attach(remoteIo({ unit: 2 }));
  for (const module of dconModules(options.clock)) line.attach(module);
  return line.transport();
}
