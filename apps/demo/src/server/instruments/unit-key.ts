import type { Protocol } from '../../protocol/index.js';

/**
 * The key under which all work with one unit of a line follows one another.
 *
 * @param address 0..255; a 232DRIO has none.
 *
 * @example unitKey('modbus', 1) // 'modbus 1'
 * @example unitKey('dcon', 10) // 'dcon 0A'
 */
export function unitKey(protocol: Protocol, address = 0): string {
  if (protocol === '232drio') return 'drio';
  return `${protocol} ${addressText(protocol, address)}`;
}

/** An address as people write it: two hexadecimal digits with DCON, none with a 232DRIO. */
export function addressText(protocol: Protocol, address = 0): string {
  if (protocol === '232drio') return '';
  return protocol === 'dcon' ? address.toString(16).toUpperCase().padStart(2, '0') : String(address);
}
