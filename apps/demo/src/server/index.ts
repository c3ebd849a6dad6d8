export { createHub, type HubOptions } from './create-hub.js';
export { LineOwner, type LineOwnerOptions } from './line-owner.js';
export { type LinePort, machinePort, type PortMaker } from './line-port.js';
export { readSettings, type SettingsContext } from './settings/read-settings.js';
export type {
  DoorLimits,
  DoorSettings,
  InstrumentSettings,
  LineSettings,
  RegisterPoint,
  ServerSettings,
} from './settings/server-settings.js';
export { type RunningServer, type StartOptions, startServer } from './start-server.js';
