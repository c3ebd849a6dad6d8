import { UsageError } from '@bus/line';
import { isPath, type SerialUrlSettings, serialAddress } from './serial-url.js';
import { urlQuery } from './url-query.js';

/** How frames are told apart on the bytes: `tcp` is the header of Modbus TCP, also within TLS and UDP. */
export type FramingName = 'rtu' | 'ascii' | 'tcp';

interface Address {
  /** The framing that the URL names. Transports carry any bytes: it is only handed on. */
  readonly framing: FramingName;
}

interface NetworkAddress extends Address {
  readonly host: string;
  readonly port: number;
}

/** What a port URL says. Settings that it does not name are absent. */
export type PortUrl =
  | (Address & { readonly kind: 'serial'; readonly path: string; readonly settings: SerialUrlSettings })
  | (NetworkAddress & { readonly kind: 'tcp'; readonly connectTimeout?: number })
  | (NetworkAddress & {
      readonly kind: 'tls';
      readonly connectTimeout?: number;
      readonly servername?: string;
      readonly certFile?: string;
      readonly keyFile?: string;
      readonly caFile?: string;
    })
  | (NetworkAddress & { readonly kind: 'udp'; readonly localPort?: number });

/** The forms, for people. */
const forms =
  '/dev/ttyUSB0, COM3, usb:A50285BI, rtu:/dev/ttyUSB0?baudRate=9600&parity=even, ascii:/dev/ttyUSB0, tcp://host:port, ' +
  'tls://host:port, udp://host:port, rtu+tcp://host:port, ascii+tcp://host:port, rtu+udp://host:port';

interface Network {
  readonly kind: 'tcp' | 'tls' | 'udp';
  readonly framing: FramingName;
  readonly port: number;
  readonly settings: readonly string[];
}

const networks: Readonly<Record<string, Network>> = {
  tcp: { kind: 'tcp', framing: 'tcp', port: 502, settings: ['connectTimeout'] },
  'rtu+tcp': { kind: 'tcp', framing: 'rtu', port: 502, settings: ['connectTimeout'] },
  'ascii+tcp': { kind: 'tcp', framing: 'ascii', port: 502, settings: ['connectTimeout'] },
  tls: {
    kind: 'tls',
    framing: 'tcp',
    port: 802,
    settings: ['connectTimeout', 'servername', 'certFile', 'keyFile', 'caFile'],
  },
  udp: { kind: 'udp', framing: 'tcp', port: 502, settings: ['localPort'] },
  'rtu+udp': { kind: 'udp', framing: 'rtu', port: 502, settings: ['localPort'] },
};

/**
 * Reads the name of a port: a path, `COM3`, `usb:<serial number>` or `usb:<vendor>:<product>`; any of them behind `rtu:` or
 * `ascii:`, with settings behind a question mark; or a network address: `tcp://`, `tls://`, `udp://`, `rtu+tcp://`,
 * `ascii+tcp://` or `rtu+udp://` with `host` or `host:port`.
 *
 * @example
 * parsePortUrl('rtu:/dev/ttyUSB0?baudRate=9600');
 * // { kind: 'serial', framing: 'rtu', path: '/dev/ttyUSB0', settings: { baudRate: 9600 } }
 * parsePortUrl('tls://10.0.0.7'); // { kind: 'tls', framing: 'tcp', host: '10.0.0.7', port: 802 }
 *
 * @throws {UsageError} the form is not known, or a setting in it is wrong. Ranges are checked by the transport.
 */
export function parsePortUrl(url: string): PortUrl {
  if (typeof url !== 'string' || url === '')
    throw new UsageError('the port is empty', { hint: `Known forms: ${forms}` });
  if (isPath(url)) return barePath(url);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'rtu' || scheme === 'ascii')
    return { kind: 'serial', framing: scheme, ...serialAddress(url, scheme, forms) };
  if (scheme !== undefined && Object.hasOwn(networks, scheme))
    return networkAddress(url, scheme, networks[scheme]!);
  throw unknown(url, scheme);
}

/**
 * The framing that a port URL names; a bare path is RTU.
 *
 * @example
 * framingOf('ascii:/dev/ttyUSB0'); // 'ascii'
 *
 * @throws {UsageError} as `parsePortUrl`.
 */
export function framingOf(url: string): FramingName {
  return parsePortUrl(url).framing;
}

function unknown(url: string, scheme: string | undefined): UsageError {
  if (scheme === 'sim')
    return new UsageError(`'${url}' is a simulated line, which this package does not make`, {
      hint: 'Make its transport with @bus/sim, and a Line over it.',
    });
  if (scheme === undefined && /^(tty|cu\.)/.test(url))
    return new UsageError(`'${url}' is not a port`, { hint: `Give the whole path: /dev/${url}` });
  if (/^(localhost|[\w-]+(\.[\w-]+)+)(:\d{1,5})?$/i.test(url))
    return new UsageError(`'${url}' is not a port`, {
      hint: `Write tcp://${url} for Modbus TCP, or rtu+tcp://${url} for serial frames through a device server.`,
    });
  const what = scheme === undefined ? `'${url}' is not a port` : `'${scheme}:' is not a known kind of port`;
  return new UsageError(what, { hint: `Known forms: ${forms}` });
}

function barePath(path: string): PortUrl {
  // `\\?\` is a Windows prefix and not a question.
  if (path.replace(/^\\\\\?\\/, '').includes('?'))
    throw new UsageError(`'${path}' is a path, which takes no settings`, { hint: `Write rtu:${path}` });
  return { kind: 'serial', framing: 'rtu', path, settings: {} };
}

function networkAddress(url: string, scheme: string, network: Network): PortUrl {
  const match = /^:\/\/(\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?\/?(?:\?(.*))?$/i.exec(
    url.slice(scheme.length),
  );
  if (!match) throw new UsageError(`'${url}' is not of the form ${scheme}://host:port`);
  const { kind, framing } = network;
  const host = match[1]!.replace(/^\[|\]$/g, '');
  const port = match[2] === undefined ? network.port : Number(match[2]);
  return { kind, framing, host, port, ...urlQuery(match[3] ?? '', network.settings) } as PortUrl;
}
