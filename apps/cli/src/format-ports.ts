import { formatTable } from './format-table.js';
import type { PortHolder } from './system/port-holders.js';
import type { PortStatus } from './system/port-status.js';

const head = ['path', 'usb', 'manufacturer', 'serial number', 'may open', 'in use by'];

/** A table of serial ports and what to do about those that cannot be used, or the one line that there are none. */
export function formatPorts(ports: readonly PortStatus[]): string[] {
  if (ports.length === 0) return ['This machine has no serial port.'];
  return [
    ...formatTable([head, ...ports.map(row)]),
    ...ports.flatMap(({ path, advice }) => (advice === undefined ? [] : [`${path}: ${advice}`])),
  ];
}

function row(port: PortStatus): string[] {
  const { path, vendorId, productId, manufacturer = '', serialNumber = '', access } = port;
  const usb = vendorId === undefined ? '' : `${vendorId}:${productId ?? ''}`;
  return [path, usb, manufacturer, serialNumber, access, formatHolders(port)];
}

/** Who has a port open: `minicom (4711)`, or why nobody can tell. */
export function formatHolders({ holders, moreHolders }: Pick<PortStatus, 'holders' | 'moreHolders'>): string {
  if (holders === undefined) return 'unknown';
  if (holders.length > 0) return holders.map(formatHolder).join(', ');
  return moreHolders ? 'nobody that this user can see' : '';
}

function formatHolder({ pid, command }: PortHolder): string {
  if (pid === 0) return command ?? 'another container';
  return command === undefined ? `process ${pid}` : `${command} (${pid})`;
}
