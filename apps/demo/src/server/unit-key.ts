/** What `LineAccess.run` calls the units of a line: equal for all that talk to the same one. */

/** @example modbusKey(1) // 'modbus 1' */
export const modbusKey = (unit: number): string => `modbus ${unit}`;

/** @example dconKey(10) // 'dcon 0A' */
export const dconKey = (address: number): string =>
  `dcon ${address.toString(16).toUpperCase().padStart(2, '0')}`;

/** All DCON modules at once. */
export const DCON_BROADCAST_KEY = 'dcon **';

/** The 232DRIO has no address. */
export const DRIO_KEY = 'drio';
