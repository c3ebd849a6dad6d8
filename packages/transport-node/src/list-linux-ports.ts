import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PortInfo } from './port-info.js';

/** The ports that the kernel knows, read from `/sys`: needs neither `udevadm` nor a native part. */
export async function listLinuxPorts(classes = '/sys/class/tty', devices = '/dev'): Promise<PortInfo[]> {
  const names = await readdir(classes).catch(() => []);
  const ports = await Promise.all(names.map(name => portOf(join(classes, name), name, devices)));
  return ports.filter(port => port !== undefined);
}

async function portOf(entry: string, name: string, devices: string): Promise<PortInfo | undefined> {
  // Consoles and pseudo-terminals have no device behind them.
  const device = await realpath(join(entry, 'device')).catch(() => undefined);
  if (device === undefined || !(await exists(join(device, 'driver')))) return undefined;
  // The 8250 driver offers a fixed number of ports, whether or not there is a chip; type 0 is "unknown".
  if ((await textOf(join(entry, 'type'))) === '0') return undefined;
  // The kernel writes a slash within a name as an exclamation mark.
  const path = join(devices, name.replaceAll('!', '/'));
  if (!(await exists(path))) return undefined;
  return { path, ...(await usbFactsOf(device)) };
}

/** A USB adapter's port lies some levels below the directory that describes the adapter. */
async function usbFactsOf(device: string): Promise<Omit<PortInfo, 'path'>> {
  for (let directory = device, level = 0; level < 6; directory = dirname(directory), level++) {
    const vendorId = await textOf(join(directory, 'idVendor'));
    if (vendorId === undefined) continue;
    const facts: Omit<PortInfo, 'path'> = { vendorId };
    const productId = await textOf(join(directory, 'idProduct'));
    const manufacturer = await textOf(join(directory, 'manufacturer'));
    const serialNumber = await textOf(join(directory, 'serial'));
    if (manufacturer) facts.manufacturer = manufacturer;
    if (serialNumber) facts.serialNumber = serialNumber;
    if (productId) facts.productId = productId;
    return facts;
  }
  return {};
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').then(
    text => text.trim(),
    () => undefined,
  );
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
