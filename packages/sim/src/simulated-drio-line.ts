import { type SimulatedDrio, type SimulatedDrioOptions, simulatedDrio } from '@bus/232drio';
import type { Transport } from '@bus/line';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/** The cable of `simulatedDrioLine()` with its unit within reach. */
export interface StandardDrioLine {
  readonly virtual: VirtualLine;
  readonly unit: SimulatedDrio;
}

/** The same port as `simulatedDrioLine()`, for those who change the unit's input, or pull the plug. */
export function standardDrioLine(
  options: VirtualLineOptions = {},
  unit: Omit<SimulatedDrioOptions, 'clock'> = {},
): StandardDrioLine {
  const virtual = new VirtualLine({ name: 'sim:drio', ...options });
  const { clock } = options;
  const simulated = simulatedDrio({ input: true, ...unit, ...(clock === undefined ? {} : { clock }) });
  virtual.attach(simulated);
  return { virtual, unit: simulated };
}

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
  return standardDrioLine(options, unit).virtual.transport();
}
