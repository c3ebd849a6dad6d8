import { type Transport, UsageError } from '@bus/line';
import { hostPort } from './host-port.js';
import { type PortUrl, parsePortUrl } from './port-url.js';
import { type SerialSettings, settingNames } from './serial-settings.js';
import { serialTransport } from './serial-transport.js';
import { tcpTransport } from './tcp-transport.js';
import { type TlsSettings, tlsTransport } from './tls-transport.js';
import { udpTransport } from './udp-transport.js';

type TlsOptions = Partial<Omit<TlsSettings, 'host' | 'port' | 'name' | 'connectTimeout'>>;

/** Settings of the port that its URL may leave out. */
export interface PortOptions extends Partial<Omit<SerialSettings, 'path'>>, TlsOptions {
  /** TCP and TLS: milliseconds until an attempt to connect is given up; 5000 by default. */
  connectTimeout?: number;
  /** UDP: the port of this machine; any free one by default. */
  localPort?: number;
}

const tlsNames: readonly (keyof TlsOptions)[] = [
  'cert',
  'key',
  'ca',
  'certFile',
  'keyFile',
  'caFile',
  'passphrase',
  'servername',
  'rejectUnauthorized',
  'minVersion',
];

/** The options that each kind of port takes. */
const namesOf: Readonly<Record<PortUrl['kind'], readonly string[]>> = {
  serial: settingNames,
  tcp: ['connectTimeout'],
  tls: ['connectTimeout', ...tlsNames],
  udp: ['localPort'],
};

/** The names of all options that concern the port, and not the line over it. */
export const portOptionNames: readonly string[] = [...new Set(Object.values(namesOf).flat())];

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
  const misfit = Object.keys(given).find(
    name => portOptionNames.includes(name) && !namesOf[address.kind].includes(name),
  );
  if (misfit !== undefined)
    throw new UsageError(`${misfit} does not apply to ${url}`, { hint: `Leave ${misfit} out.` });
  if (address.kind === 'serial')
    return serialTransport({ path: address.path, ...merged(address.settings, given) });
  const { kind, framing, host, port, ...settings } = address;
  const where = { host, port, name: `${schemeOf(kind, framing)}://${hostPort(host, port)}` };
  const all = merged(settings, given);
  if (kind === 'udp') return udpTransport({ ...where, ...all });
  return kind === 'tls' ? tlsTransport({ ...where, ...all }) : tcpTransport({ ...where, ...all });
}

function schemeOf(kind: string, framing: string): string {
  return framing === 'tcp' ? kind : `${framing}+${kind}`;
}

function definedOnly<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function merged<T extends object>(fromUrl: T, fromOptions: PortOptions): T & PortOptions {
  const all = { ...fromUrl, ...fromOptions } as T & PortOptions;
  for (const [name, value] of Object.entries(fromUrl)) {
    const other = all[name as keyof typeof all];
    if (other !== value)
      throw new UsageError(`${name} is ${String(value)} in the URL and ${String(other)} in the options`, {
        hint: `Set ${name} in one place.`,
      });
  }
  return all;
}
