export { type DrioCallOptions, DrioClient, type DrioRelayControl } from './drio-client.js';
export { type DrioCommand, type DrioMode, decodeCommand, encodeCommand } from './drio-command.js';
export type { UpperBits } from './drio-exchange.js';
export { type DrioFramingOptions, describeDrioFrame, drioFraming } from './drio-framing.js';
export type { DrioOptions } from './drio-options.js';
export { type DrioRelays, type DrioState, type InputPolarity, relayBits, stateOf } from './drio-state.js';
export { RelayMismatchError } from './relay-mismatch-error.js';
export { SimulatedDrio, type SimulatedDrioOptions, simulatedDrio } from './simulated-drio.js';
