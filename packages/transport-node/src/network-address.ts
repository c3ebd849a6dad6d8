import { UsageError } from '@bus/line';

/**
 * Checks a network address and takes the brackets from around an IPv6 one.
 *
 * @throws {UsageError} the host is no name or address, or the port is out of range.
 */
export function checkHost(host: unknown): string {
  if (typeof host !== 'string' || host === '' || /[\s/]/.test(host))
    throw new UsageError(`host must be a name or an address, not '${String(host)}'`);
  return /^\[.*\]$/.test(host) ? host.slice(1, -1) : host;
}

/**
 * Checks a port number.
 *
 * @param lowest 1, or 0 where that stands for any free port
 * @throws {UsageError} it is out of range.
 */
export function checkPort(port: number, lowest: 0 | 1, name = 'port'): void {
  if (!Number.isInteger(port) || port < lowest || port > 65_535)
    throw new UsageError(`${name} must be an integer from ${lowest} to 65535, not ${port}`);
}

/**
 * Checks a number of milliseconds or the like.
 *
 * @throws {UsageError} it is out of range.
 */
export function checkRange(name: string, value: number, lowest: number, highest: number, unit = ''): void {
  if (!(typeof value === 'number' && value >= lowest && value <= highest))
    throw new UsageError(`${name} must be ${lowest} to ${highest}${unit}, not ${value}`);
}
