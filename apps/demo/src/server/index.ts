export { createHub, type HubOptions } from './create-hub.js';
export { LineOwner, type LineOwnerOptions } from './line-owner.js';
export { type LinePort, machinePort, type PortMaker } from './line-port.js';
