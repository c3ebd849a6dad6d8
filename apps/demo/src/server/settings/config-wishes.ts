import { UsageError } from '@bus/line';
import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Protocol } from '../../protocol/index.js';
import { NUMBER_TYPES } from '../instruments/number-types.js';
import { ConfigSection } from './config-section.js';
import { type InstrumentWish, parseAddress, protocolOf } from './instrument-flag.js';
import { at } from './located.js';
import { checkName } from './names.js';
import type { DoorLimits, RegisterPoint } from './server-settings.js';
import type { LineWish, Located, Wishes } from './wishes.js';

const protocols = ['modbus', 'dcon', '232drio', 'drio'] as const;

/** What each limit may be. */
const limitRanges: Readonly<Record<keyof DoorLimits, readonly [min: number, max: number]>> = {
  messageBytes: [256, 16_777_216],
  clients: [1, 10_000],
  callsPerSecond: [1, 100_000],
  openCalls: [1, 10_000],
  bufferedBytes: [65_536, 1_073_741_824],
  patience: [100, 600_000],
};

/**
 * What a configuration file asks for.
 *
 * @param path what the file is called in messages.
 * @throws {UsageError} something in it makes no sense: names the file, the line and the key.
 */
export function configWishes(source: string, path: string): Wishes {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined)
    throw new UsageError(`${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`, {
      hint: 'Write a text that contains a colon in quotes: port: "sim:"',
      cause: error,
    });
  if (document.contents === null) return {};
  if (!isMap(document.contents))
    throw new UsageError(`${path}:1: the file must consist of lines like \`host: 127.0.0.1\``);
  return rootWishes(new ConfigSection({ path, document, lines }, document.contents));
}

function rootWishes(root: ConfigSection): Wishes {
  const wishes = {
    lines: root.sections('lines')?.map(lineWish),
    instruments: root.sections('instruments')?.map(instrumentWish),
    host: root.text('host'),
    http: port(root, 'http'),
    tcp: port(root, 'tcp'),
    token: root.text('token'),
    tlsCert: root.text('tlsCert'),
    tlsKey: root.text('tlsKey'),
    origins: root.texts('origins'),
    limits: limits(root.section('limits')),
  };
  root.end();
  return given(wishes);
}

function lineWish([id, section]: [string, ConfigSection]): Located<LineWish> {
  const { where } = section;
  const name = at(where, () => checkName(id));
  const url = section.text('port');
  if (url === undefined) throw new UsageError(`${where}: the line '${id}' has no port`);
  const format = given({
    baudRate: section.wholeNumber('baud', 50, 4_000_000),
    parity: section.choice('parity', ['none', 'even', 'odd']),
    dataBits: section.wholeNumber('dataBits', 5, 8) as 5 | 6 | 7 | 8 | undefined,
    stopBits: section.wholeNumber('stopBits', 1, 2) as 1 | 2 | undefined,
    timeout: section.wholeNumber('timeout', 1, 10_000),
  });
  const protocol = protocolIn(section);
  section.end();
  return { id: name, port: url, format, where, ...given({ protocol }) };
}

function instrumentWish([id, section]: [string, ConfigSection]): Located<InstrumentWish> {
  const { where } = section;
  const protocol = protocolIn(section);
  if (protocol === undefined)
    throw new UsageError(`${where}: ${id} needs a protocol: ${protocols.slice(0, 3).join(', ')}`);
  const address = section.text('address');
  const wish = {
    id: at(where, () => checkName(id)),
    line: section.text('line'),
    address: address === undefined ? undefined : at(where, () => parseAddress(protocol, address)),
    model: section.text('model'),
    title: section.text('title'),
    checksum: section.yesOrNo(protocol === '232drio' ? 'harsh' : 'checksum'),
    points: section.sections('points')?.map(pointWish),
  };
  section.end();
  return { protocol, where, ...given(wish) };
}

function pointWish([id, section]: [string, ConfigSection]): RegisterPoint {
  const { where } = section;
  const table = section.choice('table', ['holding', 'input', 'coil', 'discrete']);
  const address = section.wholeNumber('address', 0, 65_535);
  if (address === undefined) throw new UsageError(`${where}: the point '${id}' has no address`);
  const point = {
    title: section.text('title'),
    type: section.choice('type', NUMBER_TYPES),
    order: section.choice('order', ['ABCD', 'CDAB', 'BADC', 'DCBA']),
    decimals: section.wholeNumber('decimals', 0, 10),
    unit: section.text('unit'),
    writable: section.yesOrNo('writable'),
    min: section.number('min'),
    max: section.number('max'),
  };
  section.end();
  return { id: at(where, () => checkName(id)), table: table ?? 'holding', address, ...given(point) };
}

function protocolIn(section: ConfigSection): Protocol | undefined {
  const name = section.choice('protocol', protocols);
  return name === undefined ? undefined : protocolOf(name);
}

function port(root: ConfigSection, key: 'http' | 'tcp'): number | false | undefined {
  const text = root.text(key);
  if (text === 'off' || text === 'false') return false;
  return text === undefined ? undefined : root.wholeNumber(key, 0, 65_535);
}

function limits(section: ConfigSection | undefined): Partial<DoorLimits> | undefined {
  if (section === undefined) return undefined;
  const names = Object.keys(limitRanges) as (keyof DoorLimits)[];
  const found = Object.fromEntries(
    names.map(name => [name, section.wholeNumber(name, ...limitRanges[name])]),
  );
  section.end();
  return given(found);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not mentioned. */
function given<T extends object>(wishes: T): Given<T> {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)) as Given<T>;
}
