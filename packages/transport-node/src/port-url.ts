import { UsageError } from '@bus/line';
import { formatDefaults, type SerialSettings, settingNames } from './serial-settings.js';

/** What a port URL says. Settings that it does not name are absent. */
export type PortUrl =
  | {
      readonly kind: 'serial';
      readonly path: string;
      readonly settings: Partial<Omit<SerialSettings, 'path'>>;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly connectTimeout?: number };

/** The forms, for people. */
const forms = '/dev/ttyUSB0, COM3, rtu:/dev/ttyUSB0?baudRate=9600&parity=even, rtu+tcp://host:port';

/**
 * Reads the name of a port: a path, `COM3`, `rtu:<path>` with settings behind a question mark, or `rtu+tcp://host:port`
 * (port 502 when absent).
 *
 * @example
 * parsePortUrl('rtu:/dev/ttyUSB0?baudRate=9600'); // { kind: 'serial', path: '/dev/ttyUSB0', settings: { baudRate: 9600 } }
 *
 * @throws {UsageError} the form is not known, or a setting in it is wrong. Ranges are checked by the transport.
 */
export function parsePortUrl(url: string): PortUrl {
  if (typeof url !== 'string' || url === '')
    throw new UsageError('the port is empty', { hint: `Known forms: ${forms}` });
  if (isPath(url)) return barePath(url);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'rtu') return serialUrl(url);
  if (scheme === 'rtu+tcp') return tcpUrl(url);
  if (scheme === 'sim')
    throw new UsageError(`'${url}' is a simulated line, which this package does not make`, {
      hint: 'Make its transport with @bus/sim, and a Line over it.',
    });
  if (scheme === undefined && /^(tty|cu\.)/.test(url))
    throw new UsageError(`'${url}' is not a port`, { hint: `Give the whole path: /dev/${url}` });
  const what = scheme === undefined ? `'${url}' is not a port` : `'${scheme}:' is not a known kind of port`;
  throw new UsageError(what, { hint: `Known forms: ${forms}` });
}

function isPath(text: string): boolean {
  return /^(\/|\.\.?\/|\\\\[.?]\\|com\d+($|\?))/i.test(text);
}

function barePath(path: string): PortUrl {
  // `\\?\` is a Windows prefix and not a question.
  if (path.replace(/^\\\\\?\\/, '').includes('?'))
    throw new UsageError(`'${path}' is a path, which takes no settings`, { hint: `Write rtu:${path}` });
  return { kind: 'serial', path, settings: {} };
}

function serialUrl(url: string): PortUrl {
  const rest = url.slice('rtu:'.length);
  const mark = rest.replace(/^\\\\\?\\/, '....').indexOf('?');
  const encoded = mark < 0 ? rest : rest.slice(0, mark);
  const path = decode(encoded.startsWith('///') ? encoded.slice(2) : encoded, url);
  if (!isPath(path) || path.startsWith('//')) {
    throw new UsageError(`'${url}' names no serial port`, {
      hint: path.startsWith('//')
        ? `For a network address write rtu+tcp:${encoded}`
        : `Known forms: ${forms}`,
    });
  }
  return { kind: 'serial', path, settings: serialQuery(mark < 0 ? '' : rest.slice(mark + 1)) };
}

function decode(text: string, url: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(`'${url}' has a % that is not followed by two hex digits`, {
      hint: 'A % itself is %25.',
    });
  }
}

function serialQuery(query: string): Partial<Omit<SerialSettings, 'path'>> {
  const settings: Record<string, unknown> = {};
  for (const [name, text] of pairs(query, settingNames)) settings[name] = serialValue(name, text);
  return settings;
}

function serialValue(name: string, text: string): unknown {
  if (name === 'parity') return text;
  if (name in formatDefaults) return integer(name, text);
  if (text !== 'true' && text !== 'false')
    throw new UsageError(`${name} must be true or false, not '${text}'`);
  return text === 'true';
}

function integer(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} must be an integer, not '${text}'`);
  return Number(text);
}

function* pairs(query: string, known: readonly string[]): Generator<[string, string]> {
  const seen = new Set<string>();
  for (const [name, text] of new URLSearchParams(query)) {
    if (!known.includes(name))
      throw new UsageError(`'${name}' is not a setting of this kind of port`, {
        hint: `Known: ${known.join(', ')}`,
      });
    if (seen.has(name)) throw new UsageError(`'${name}' is set twice`);
    seen.add(name);
    yield [name, text];
  }
}

function tcpUrl(url: string): PortUrl {
  const match =
    /^rtu\+tcp:\/\/(\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?\/?(?:\?(.*))?$/i.exec(url);
  if (!match) throw new UsageError(`'${url}' is not of the form rtu+tcp://host:port`);
  const host = match[1]!.replace(/^\[|\]$/g, '');
  const port = match[2] === undefined ? 502 : Number(match[2]);
  for (const [name, text] of pairs(match[3] ?? '', ['connectTimeout']))
    return { kind: 'tcp', host, port, connectTimeout: integer(name, text) };
  return { kind: 'tcp', host, port };
}
