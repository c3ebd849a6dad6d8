import type { Transport } from '@bus/line';
import { remoteIo } from './instruments/remote-io.js';
import { temperatureController } from './instruments/temperature-controller.js';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/**
 * The line behind the port name `sim:`: a temperature controller as unit 1 and a remote I/O module as unit 2.
 *
 * @example
 * const client = new ModbusClient(new Line(simulatedLine()));
 * await client.unit(1).readRegister(289, { decimals: 1 }); // 77.2
 */
export function simulatedLine(options: VirtualLineOptions = {}): Transport {
  const line = new VirtualLine(options);
  line.attach(temperatureController({ unit: 1 }));
  line.attach(remoteIo({ unit: 2 }));
  return line.transport();
}
