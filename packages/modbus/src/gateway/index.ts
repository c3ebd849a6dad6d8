export type { AccessRule } from './access-rules.js';
export type { GatewayEvent, GatewayOutcome } from './gateway-event.js';
export type { GatewayOptions, GatewayPortOptions, GatewayRoute, UnitRange } from './gateway-options.js';
export type { GatewayPort } from './gateway-port.js';
export type { GatewayCounters, GatewayStatistics } from './gateway-statistics.js';
export { ModbusGateway } from './modbus-gateway.js';
