import type { Protocol } from '../../protocol/index.js';

/** An address as people write it: two hexadecimal digits with DCON, none with a 232DRIO. */
export function addressText(protocol: Protocol, address = 0): string {
  if (protocol === '232drio') return '';
  return protocol === 'dcon' ? address.toString(16).toUpperCase().padStart(2, '0') : String(address);
}
