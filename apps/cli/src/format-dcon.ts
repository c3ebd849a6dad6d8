import { formatTable } from './format-table.js';
import type { DconInfoResult } from './services/dcon/info.js';
import type { DconValue } from './services/dcon/module-values.js';
import type { DconScanResult } from './services/dcon/scan.js';
import type { DconSetResult } from './services/dcon/set.js';
import type { DconWatchEvent } from './services/dcon/watch.js';

/** What a module says of itself, a line for each fact. */
export function formatDconInfo(info: DconInfoResult): string[] {
  const { address, storedAddress, name, model, firmware = 'not told' } = info;
  const { typeCode, dataFormat, baudRate, serialFormat, checksum } = info;
  const stored = storedAddress === address ? '' : `, ${storedAddress} stored`;
  const facts: [string, string][] = [
    ['address', `${address}${stored}`],
    ['name', name],
    ['model', model ?? 'not known'],
    ['firmware', firmware],
    ['type', typeCode],
    ['stored', `${baudRate}-${serialFormatText(serialFormat)}, checksum ${checksum ? 'on' : 'off'}`],
    ...(dataFormat === undefined ? [] : [['values', dataFormat] as [string, string]]),
  ];
  return formatTable(facts);
}

/** `N81` in the order in which line formats are written: `8N1`. */
const serialFormatText = ([parity, dataBits, stopBits]: string) => `${dataBits}${parity}${stopBits}`;

/** Each value with its kind and channel: `output 2  on`. */
export function formatDconValues(values: readonly DconValue[]): string[] {
  return formatTable(values.map(value => [`${value.kind} ${value.channel}`, formatDconValue(value)]));
}

function formatDconValue({ value, unit, status, raw }: Omit<DconValue, 'kind' | 'channel'>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value !== undefined) return unit === undefined ? String(value) : `${value} ${unit}`;
  if (status === 'disabled') return 'disabled';
  return status === 'over' || status === 'under' ? `${status} range` : `raw ${raw}`;
}

/** What a set became: `output 2 of module 02: on`. */
export function formatDconSet({ kind, channel, address, value }: DconSetResult): string {
  return `${kind} ${channel} of module ${address}: ${formatDconValue({ value })}`;
}

/** One reading in a line: time, then the values of each kind. */
export function formatDconEvent(event: DconWatchEvent): string[] {
  if (event.event === 'summary') return [];
  const { time, values = [], error } = event;
  const clock = clockOf(new Date(time));
  if (error !== undefined) return [`${clock}  ${error.message}`];
  const kinds = [...new Set(values.map(({ kind }) => kind))];
  const groups = kinds.map(kind => {
    const own = values.filter(value => value.kind === kind);
    const channels = own.length === 1 ? own[0]!.channel : `${own[0]!.channel}-${own.at(-1)!.channel}`;
    return `${kind} ${channels}: ${own.map(formatDconValue).join(' ')}`;
  });
  return [[clock, ...groups].join('  ')];
}

/** Time of day where this program runs. */
function clockOf(time: Date): string {
  const local = new Date(time.getTime() - 60_000 * time.getTimezoneOffset());
  return local.toISOString().slice(11, 23);
}

const HEAD = ['address', 'name', 'model', 'firmware', 'answers at', 'checksum'];

/** What was found, as a table, and what could not be understood. */
export function formatDconScan({ modules, problems }: DconScanResult): string[] {
  const rows = modules.map(({ address, storedAddress, name, model = '', firmware = '', baud, framing }) => [
    storedAddress === address ? address : `${address} (${storedAddress} stored)`,
    name,
    model,
    firmware,
    baud === undefined ? '' : String(baud),
    framing === 'dcon' ? 'off' : 'on',
  ]);
  const found = rows.length === 0 ? ['No module answered.'] : formatTable([HEAD, ...rows]);
  return [
    ...found,
    ...problems.map(({ address, baud, message }) => {
      const speed = baud === undefined ? '' : ` at ${baud}`;
      return `${address}${speed}: something answers that cannot be understood: ${message}`;
    }),
  ];
}
