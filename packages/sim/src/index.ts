export { dconModules, type StandardModules } from './dcon-modules.js';
export { otherFunction, wrongCount } from './faults/answer-faults.js';
export { bitFlip, type ExtraBytesOptions, extraBytes, lostBytes, truncated } from './faults/byte-faults.js';
export type { Fault, FaultContext, FaultRecord, PlannedFault } from './faults/fault.js';
export {
  chunked,
  doubled,
  halfOpen,
  type LateOptions,
  late,
  type PortLossOptions,
  portLoss,
  silence,
  type TimeRange,
} from './faults/time-faults.js';
export {
  echoed,
  type ForeignMasterOptions,
  foreignMaster,
  type OtherUnitOptions,
  otherUnit,
} from './faults/traffic-faults.js';
export {
  type ModbusInstrument,
  type ModbusInstrumentOptions,
  modbusInstrument,
} from './instruments/modbus-instrument.js';
export { type RemoteIoOptions, remoteIo } from './instruments/remote-io.js';
export type { SimulatedInstrument } from './instruments/simulated-instrument.js';
export {
  type TemperatureControllerOptions,
  temperatureController,
} from './instruments/temperature-controller.js';
export { mulberry32, type Random, randomInteger } from './random.js';
export { countBytes, joinBytes, mapBytes, type ScheduledBytes } from './scheduled-bytes.js';
export { type StandardDrioLine, simulatedDrioLine, standardDrioLine } from './simulated-drio-line.js';
export { simulatedLine } from './simulated-line.js';
export { type StandardLine, standardLine } from './standard-line.js';
export { VirtualLine, type VirtualLineOptions, type VirtualTransportOptions } from './virtual-line.js';
