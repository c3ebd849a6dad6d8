import type { PortInfo } from '@bus/transport-node';
import { formatTable } from './format-table.js';

const head = ['path', 'usb', 'manufacturer', 'serial number'];

/** A table of serial ports, or the one line that says that there are none. */
export function formatPorts(ports: readonly PortInfo[]): string[] {
  if (ports.length === 0) return ['This machine has no serial port.'];
  return formatTable([head, ...ports.map(row)]);
}

function row({ path, vendorId, productId, manufacturer = '', serialNumber = '' }: PortInfo): string[] {
  const usb = vendorId === undefined ? '' : `${vendorId}:${productId ?? ''}`;
  return [path, usb, manufacturer, serialNumber];
}
