export type TableName = 'holding' | 'input';

/** Addresses 0 to 99 hold values that never change. */
export const READABLE = 100;
/** Each caller writes to eight addresses of its own, from here on. */
export const FIRST_WRITABLE = 100;
export const WRITABLE_EACH = 8;

/** What a register holds: a number that no other register of any unit and table holds. Units 1 to 6, addresses 0 to 139. */
export function registerAt(table: TableName, unit: number, address: number): number {
  return (2 * unit + (table === 'input' ? 1 : 0)) * 4096 + address * 29 + 7;
}

/** What a coil is: 1 or 0, in no order that repeats. */
export function coilAt(unit: number, address: number): number {
  const mixed = Math.imul(unit * 1009 + address, 0x9e3779b1);
  return ((mixed ^ (mixed >>> 15)) >>> 7) & 1;
}

/** Volts at an analog input, with three decimals: no other input of any module has as many. Addresses 0 to 99. */
export function voltsAt(module: number, channel: number): number {
  return ((((module * 8 + channel) * 241) % 19_000) - 9500) / 1000;
}
