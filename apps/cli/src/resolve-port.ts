import { UsageError } from '@bus/line';
import type { FramingName, LineFormat, PortOptions } from '@bus/transport-node';
import { type FoundPort, Rank } from './find-port.js';
import { type ConnectionOptions, flagName, type SettingName } from './settings.js';
import { isSimulated } from './simulated-lines.js';

/** One source of settings and its strength. */
export interface RankedSettings {
  readonly rank: number;
  /** For people: `the command line`, `the environment`, or the file's name. */
  readonly name: string;
  readonly settings: ConnectionOptions;
}

/** What a transport is made from. */
export interface ResolvedPort {
  readonly url: string;
  readonly options: PortOptions;
  /** The framing that the port was named with. */
  readonly framing: FramingName;
}

const optionOf = {
  baud: 'baudRate',
  parity: 'parity',
  dataBits: 'dataBits',
  stopBits: 'stopBits',
  rtscts: 'rtscts',
} as const satisfies Partial<Record<SettingName, keyof PortOptions>>;

/**
 * The settings of the port, key by key from the strongest source that names it; what is set inside the port's URL ranks
 * with the source of the URL. A port that is not serial takes no such settings: given as flags they are refused, and
 * those of weaker sources are meant for other ports and left out.
 *
 * @param sources weakest first.
 * @throws {UsageError} the port or a short form is wrong, a source contradicts itself, or a flag does not fit the port.
 */
export async function resolvePort(
  port: FoundPort,
  sources: readonly RankedSettings[],
): Promise<ResolvedPort> {
  if (isSimulated(port.url)) return notSerial(port.url, 'rtu', sources);
  const { parseLineFormat, parsePortUrl } = await import('@bus/transport-node');
  const address = parsePortUrl(port.url);
  if (address.kind !== 'serial') return notSerial(port.url, address.framing, sources);
  const said = sources.map(({ rank, name, settings }) => ({
    rank,
    name,
    options: serialOptions(settings, name, parseLineFormat),
  }));
  const atPort = said.filter(({ rank }) => rank === port.rank);
  for (const { name, options } of atPort) checkAgreement(port.url, address.settings, name, options);
  const options = {};
  for (const source of said.filter(({ rank }) => rank <= port.rank)) Object.assign(options, source.options);
  Object.assign(options, address.settings);
  for (const source of said.filter(({ rank }) => rank > port.rank)) Object.assign(options, source.options);
  // A question mark within a path would be read as the beginning of settings.
  const url = address.path.includes('?') ? `rtu:${encodeURIComponent(address.path)}` : address.path;
  return { url, options, framing: address.framing };
}

function notSerial(url: string, framing: FramingName, sources: readonly RankedSettings[]): ResolvedPort {
  const flags = sources.find(({ rank }) => rank === Rank.FLAG)?.settings ?? {};
  for (const setting of [...Object.keys(optionOf), 'line'] as SettingName[]) {
    if (flags[setting] === undefined) continue;
    const flag = `--${flagName(setting)}`;
    throw new UsageError(`${flag} does not apply to ${url}, which is not a serial port`, {
      hint: `Leave ${flag} out.`,
    });
  }
  return { url, options: {}, framing };
}

/** What one source says, with the short form written out. */
function serialOptions(
  settings: ConnectionOptions,
  source: string,
  parseLineFormat: (text: string) => Required<LineFormat>,
): PortOptions {
  const short: PortOptions = settings.line === undefined ? {} : parseLineFormat(settings.line);
  const long: PortOptions = {};
  for (const [setting, option] of Object.entries(optionOf)) {
    const value = settings[setting as SettingName];
    if (value !== undefined) Object.assign(long, { [option]: value });
  }
  checkAgreement(String(settings.line), short, source, long);
  return { ...short, ...long };
}

function checkAgreement(first: string, a: PortOptions, second: string, b: PortOptions): void {
  for (const option of Object.keys(a) as (keyof PortOptions)[]) {
    if (b[option] === undefined || b[option] === a[option]) continue;
    throw new UsageError(`${option} is ${a[option]} in ${first}, but ${second} says ${b[option]}`, {
      hint: `Set ${option} in one place.`,
    });
  }
}
