import { listLinuxPorts } from './list-linux-ports.js';
import { loadBinding, type NativeBinding } from './load-binding.js';
import type { PortInfo } from './port-info.js';

/**
 * The serial ports of this machine, sorted by path; none is `[]`. Does not open them. On Linux nothing else is needed;
 * elsewhere the optional package `serialport` tells, and without it no port is found.
 *
 * @example
 * for (const { path, manufacturer } of await listPorts()) console.log(path, manufacturer ?? '');
 */
export async function listPorts(): Promise<PortInfo[]> {
  const ports = process.platform === 'linux' ? await listLinuxPorts() : await listByBinding(loadBinding);
  return ports.sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}

/** The ports by the native part of `serialport`. */
export async function listByBinding(load: () => Promise<NativeBinding>): Promise<PortInfo[]> {
  const found = await load()
    .then(binding => binding.list())
    .catch(() => []);
  return found.map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
    path,
    ...(manufacturer && { manufacturer }),
    ...(serialNumber && { serialNumber }),
    ...(vendorId && { vendorId }),
    ...(productId && { productId }),
  }));
}
