import { type Transport, UsageError } from '@bus/line';
import { parsePortUrl } from './port-url.js';
import { type SerialSettings, settingNames } from './serial-settings.js';
import { serialTransport } from './serial-transport.js';
import { tcpTransport } from './tcp-transport.js';

/** Settings of the port that its URL may leave out. */
export interface PortOptions extends Partial<Omit<SerialSettings, 'path'>> {
  /** TCP: milliseconds until an attempt to connect is given up; 5000 by default. */
  connectTimeout?: number;
}

/** The names of all options that concern the port, and not the line over it. */
export const portOptionNames: readonly string[] = [...settingNames, 'connectTimeout'];

/**
 * The transport that a URL names, not opened yet. What the URL and the options both set must agree.
 *
 * @example
 * const transport = transportFor('rtu:/dev/ttyUSB0?parity=even', { baudRate: 9600 });
 *
 * @throws {UsageError} the URL or an option is wrong, they contradict each other, or an option does not fit the port.
 */
export function transportFor(url: string, options: PortOptions = {}): Transport {
  const address = parsePortUrl(url);
  const given = definedOnly(options);
  if (address.kind === 'serial') {
    refuse(given, ['connectTimeout'], url);
    return serialTransport({ path: address.path, ...merged(address.settings, given) });
  }
  refuse(given, settingNames, url);
  const { kind: _, ...settings } = address;
  return tcpTransport({ ...settings, ...merged({ connectTimeout: address.connectTimeout }, given) });
}

function definedOnly(options: PortOptions): PortOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function refuse(options: PortOptions, names: readonly string[], url: string): void {
  const name = names.find(candidate => candidate in options);
  if (name !== undefined)
    throw new UsageError(`${name} does not apply to ${url}`, { hint: `Leave ${name} out.` });
}

function merged<T extends object>(fromUrl: T, fromOptions: PortOptions): T & PortOptions {
  const all = { ...definedOnly(fromUrl), ...fromOptions } as T & PortOptions;
  for (const [name, value] of Object.entries(definedOnly(fromUrl))) {
    const other = all[name as keyof typeof all];
    if (other !== value)
      throw new UsageError(`${name} is ${String(value)} in the URL and ${String(other)} in the options`, {
        hint: `Set ${name} in one place.`,
      });
  }
  return all;
}
