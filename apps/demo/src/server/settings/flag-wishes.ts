import { UsageError } from '@bus/line';
import type { Parity } from '@bus/transport-node';
import { parseInstrument } from './instrument-flag.js';
import { at } from './located.js';
import { splitName } from './names.js';
import type { GivenFlags } from './parse-flags.js';
import type { LineFormatWish, Wishes } from './wishes.js';

/** What the command line asks for. @throws {UsageError} a value makes no sense. */
export function flagWishes(given: GivenFlags): Wishes {
  const { port, instrument, host, http, tcp, token, origin } = given;
  return {
    ...(port && { lines: port.map(lineWish) }),
    ...(instrument && { instruments: instrument.map(instrumentWish) }),
    format: formatWish(given),
    ...(host !== undefined && { host }),
    ...(http !== undefined && { http: portNumber('http', http) }),
    ...(tcp !== undefined && { tcp: portNumber('tcp', tcp) }),
    ...(token !== undefined && { token }),
    ...(given['tls-cert'] !== undefined && { tlsCert: given['tls-cert'] }),
    ...(given['tls-key'] !== undefined && { tlsKey: given['tls-key'] }),
    ...(origin && { origins: origin }),
  };
}

function lineWish(text: string) {
  const where = `--port ${text}`;
  const { name, rest } = at(where, () => splitName(text));
  return { where, port: rest, format: {}, ...(name === undefined ? {} : { id: name }) };
}

function instrumentWish(text: string) {
  const where = `--instrument ${text}`;
  return { where, ...at('--instrument', () => parseInstrument(text)) };
}

function formatWish(given: GivenFlags): LineFormatWish {
  const { baud, parity, timeout } = given;
  const dataBits = given['data-bits'];
  const stopBits = given['stop-bits'];
  return {
    ...(baud !== undefined && { baudRate: wholeNumber('baud', baud) }),
    ...(parity !== undefined && { parity: parityOf(parity) }),
    ...(dataBits !== undefined && { dataBits: wholeNumber('data-bits', dataBits) as 8 }),
    ...(stopBits !== undefined && { stopBits: wholeNumber('stop-bits', stopBits) as 1 }),
    ...(timeout !== undefined && { timeout: wholeNumber('timeout', timeout) }),
  };
}

function parityOf(text: string): Parity {
  if (text === 'none' || text === 'even' || text === 'odd') return text;
  throw new UsageError(`--parity is none, even or odd, not '${text}'`);
}

function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${flag} is a whole number, not '${text}'`);
}

/** A port number of this machine, or none. @throws {UsageError} neither. */
export function portNumber(flag: string, text: string): number | false {
  if (text === 'off') return false;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--${flag} is a port from 0 to 65535, or off, not '${text}'`);
}
