import { requireFamily } from '../families/index.js';
import { SimulatedAnalogInputModule, type SimulatedAnalogOptions } from './analog-input-module.js';
import { SimulatedAnalogOutputModule } from './analog-output-module.js';
import { SimulatedCounterModule } from './counter-module.js';
import { SimulatedDigitalModule } from './digital-module.js';
import type { SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

type Options = SimulatedModuleOptions & SimulationTime;

/**
 * A simulated digital module, of any family with digital inputs or outputs: 7041, 7044, 7050, 7060, 7063 …
 *
 * @throws {UsageError} there is no such family, or it is no digital one.
 *
 * @example
 * const module = simulatedDigital('7044', { address: 2 });
 */
export function simulatedDigital(family: string, options: Options = {}): SimulatedDigitalModule {
  return new SimulatedDigitalModule(requireFamily(family), options);
}

/** A simulated module with analog inputs: 7017, 7018, 7019R, 7033 … */
export function simulatedAnalogInput(
  family: string,
  options: SimulatedAnalogOptions & SimulationTime = {},
): SimulatedAnalogInputModule {
  return new SimulatedAnalogInputModule(requireFamily(family), options);
}

/** A simulated module with analog outputs: 7021, 7022, 7024. */
export function simulatedAnalogOutput(family: string, options: Options = {}): SimulatedAnalogOutputModule {
  return new SimulatedAnalogOutputModule(requireFamily(family), options);
}

/** A simulated counter module: 7080. */
export function simulatedCounter(family: string, options: Options = {}): SimulatedCounterModule {
  return new SimulatedCounterModule(requireFamily(family), options);
}

export { SimulatedAnalogInputModule, type SimulatedAnalogOptions } from './analog-input-module.js';
export { SimulatedAnalogOutputModule } from './analog-output-module.js';
export { SimulatedCounterModule } from './counter-module.js';
export { SimulatedDigitalModule } from './digital-module.js';
export { SimulatedModule, type SimulationTime } from './simulated-module.js';
export type { SimulatedModuleOptions, StoredSettings } from './stored-settings.js';
