import { TransportError, UsageError } from '@bus/line';
import type { PortInfo } from './port-info.js';

/** A USB adapter, by what is known of it before it has a path. Letters' case does not matter. */
export interface UsbPort {
  /** Four hex digits. */
  readonly vendorId?: string;
  /** Four hex digits. */
  readonly productId?: string;
  readonly serialNumber?: string;
}

const PREFIX = /^usb:/i;
const IDS = /^([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?$/i;

/**
 * What the name of a port says of a USB adapter: `usb:A50285BI` its serial number, `usb:0403:6001` its vendor and product,
 * `usb:0403:6001:A50285BI` all three; undefined where it is a path.
 *
 * @throws {UsageError} nothing stands behind `usb:`.
 */
export function parseUsbPort(name: string): UsbPort | undefined {
  if (!PREFIX.test(name)) return undefined;
  const text = name.slice('usb:'.length).trim();
  if (text === '')
    throw new UsageError(`'${name}' names no USB adapter`, {
      hint: 'Write usb:<serial number>, usb:<vendor>:<product> or usb:<vendor>:<product>:<serial number>.',
    });
  const [, vendorId, productId, serialNumber] = IDS.exec(text) ?? [];
  if (vendorId === undefined) return { serialNumber: text };
  return { vendorId, productId: productId!, ...(serialNumber === undefined ? {} : { serialNumber }) };
}

/**
 * The path that a USB adapter has at the moment: another one, maybe, each time that it is plugged in.
 *
 * @param name as the user wrote it: `usb:A50285BI`
 * @param list the ports of this machine
 * @throws {TransportError} `open-failed`: it is not plugged in, or several fit.
 */
export async function findUsbPort(
  name: string,
  port: UsbPort,
  list: () => Promise<readonly PortInfo[]>,
): Promise<string> {
  const ports = await list();
  const fitting = ports.filter(info => fits(port, info));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only.path;
  const facts = { medium: name };
  if (only === undefined)
    throw new TransportError('open-failed', `${name} is not plugged in`, {
      facts,
      hint: adaptersAmong(ports),
    });
  const paths = fitting.map(({ path }) => path).join(', ');
  throw new TransportError('open-failed', `${name} fits several ports: ${paths}`, {
    facts,
    hint: 'Name the serial number, or the one of several ports of an adapter by its path in /dev/serial/by-id.',
  });
}

function fits(port: UsbPort, info: PortInfo): boolean {
  const keys = ['vendorId', 'productId', 'serialNumber'] as const;
  return keys.every(key => port[key] === undefined || port[key].toLowerCase() === info[key]?.toLowerCase());
}

function adaptersAmong(ports: readonly PortInfo[]): string {
  const adapters = ports.filter(({ vendorId, serialNumber }) => vendorId ?? serialNumber);
  if (adapters.length === 0) return 'No USB adapter was found on this machine.';
  const names = adapters.map(({ path, vendorId, productId, serialNumber }) => {
    const ids = vendorId === undefined ? '' : ` ${vendorId}:${productId ?? '????'}`;
    return `${path}${ids}${serialNumber === undefined ? '' : ` ${serialNumber}`}`;
  });
  return `USB adapters on this machine: ${names.join(', ')}.`;
}
