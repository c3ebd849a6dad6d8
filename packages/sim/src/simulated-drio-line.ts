import { type SimulatedDrioOptions, simulatedDrio } from '@bus/232drio';
import type { Transport } from '@bus/line';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/**
 * The port behind the name `sim:drio`: a 232DRIO with both relays off and its input at 1, alone on its RS-232 cable.
 *
 * @example
 * const unit = new DrioClient(new Line(simulatedDrioLine()));
 * await unit.relays.set(1, true); // { relay1: true, relay2: false, input: true }
 */
export function simulatedDrioLine(
  options: VirtualLineOptions = {},
  unit: Omit<SimulatedDrioOptions, 'clock'> = {},
): Transport {
  const line = new VirtualLine({ name: 'sim:drio', ...options });
  const { clock } = options;
  line.attach(simulatedDrio({ input: true, ...unit, ...(clock === undefined ? {} : { clock }) }));
  return line.transport();
}
