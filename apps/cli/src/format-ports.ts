import type { PortInfo } from '@bus/transport-node';

const head = ['path', 'usb', 'manufacturer', 'serial number'];

/** A table of serial ports, or the one line that says that there are none. */
export function formatPorts(ports: readonly PortInfo[]): string[] {
  if (ports.length === 0) return ['This machine has no serial port.'];
  const rows = [head, ...ports.map(row)];
  const widths = head.map((_, column) => Math.max(...rows.map(cells => cells[column]!.length)));
  return rows.map(cells =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function row({ path, vendorId, productId, manufacturer = '', serialNumber = '' }: PortInfo): string[] {
  const usb = vendorId === undefined ? '' : `${vendorId}:${productId ?? ''}`;
  return [path, usb, manufacturer, serialNumber];
}
