import { UsageError } from '@bus/line';
import type { FramingName, LineFormat, PortOptions, PortUrl } from '@bus/transport-node';
import { type FoundPort, Rank } from './find-port.js';
import { portSettings, portsWith } from './port-settings.js';
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

/**
 * The settings of the port, key by key from the strongest source that names it; what is set inside the port's URL ranks
 * with the source of the URL. Settings of another kind of port are refused when they are given as flags; those of weaker
 * sources are meant for other ports and left out.
 *
 * @param sources weakest first.
 * @throws {UsageError} the port or a short form is wrong, a source contradicts itself, or a flag does not fit the port.
 */
export async function resolvePort(
  port: FoundPort,
  sources: readonly RankedSettings[],
): Promise<ResolvedPort> {
  if (isSimulated(port.url)) {
    refuseMisfits(port.url, undefined, sources);
    return { url: port.url, options: {}, framing: 'rtu' };
  }
  const { parseLineFormat, parsePortUrl } = await import('@bus/transport-node');
  const address = parsePortUrl(port.url);
  refuseMisfits(port.url, address.kind, sources);
  const said = sources.map(({ rank, name, settings }) => ({
    rank,
    name,
    options: portOptions(address.kind, settings, name, parseLineFormat),
  }));
  const inUrl = settingsInUrl(address);
  for (const { name, options } of said.filter(({ rank }) => rank === port.rank))
    checkAgreement(port.url, inUrl, name, options);
  const options: PortOptions = {};
  for (const source of said.filter(({ rank }) => rank <= port.rank)) Object.assign(options, source.options);
  Object.assign(options, inUrl);
  for (const source of said.filter(({ rank }) => rank > port.rank)) Object.assign(options, source.options);
  const rs485 = address.kind === 'serial' ? rs485Of(sources) : undefined;
  return {
    url: withoutSettings(port.url, address),
    options: { ...options, ...(rs485 === undefined ? {} : { rs485 }) },
    framing: address.framing,
  };
}

/** @throws {UsageError} a flag does not fit the kind of port. @param kind undefined for simulated lines. */
export function refuseMisfits(
  url: string,
  kind: PortUrl['kind'] | undefined,
  sources: readonly RankedSettings[],
): void {
  const flags = sources.find(({ rank }) => rank === Rank.FLAG)?.settings ?? {};
  for (const [setting, { kinds }] of Object.entries(portSettings)) {
    const name = setting as SettingName;
    if (flags[name] === undefined || (kind !== undefined && kinds.includes(kind))) continue;
    const flag = `--${flagName(setting)}`;
    throw new UsageError(`${flag} does not apply to ${url}, which is not a ${portsWith(name)} port`, {
      hint: `Leave ${flag} out.`,
    });
  }
}

/** What one source says of a kind of port, with the short form written out. */
function portOptions(
  kind: PortUrl['kind'],
  settings: ConnectionOptions,
  source: string,
  parseLineFormat: (text: string) => Required<LineFormat>,
): PortOptions {
  const serial = kind === 'serial';
  const short: PortOptions = serial && settings.line !== undefined ? parseLineFormat(settings.line) : {};
  const long: PortOptions = {};
  for (const [setting, { kinds, option }] of Object.entries(portSettings)) {
    const value = settings[setting as SettingName];
    if (value !== undefined && option !== undefined && kinds.includes(kind))
      Object.assign(long, { [option]: value });
  }
  checkAgreement(String(settings.line), short, source, long);
  return { ...short, ...long };
}

function settingsInUrl(address: PortUrl): PortOptions {
  if (address.kind === 'serial') return address.settings;
  const { kind: _, framing: __, host: ___, port: ____, ...settings } = address;
  return settings;
}

/** The URL as the transport takes it, beside which all settings stand in the options. */
function withoutSettings(url: string, address: PortUrl): string {
  if (address.kind !== 'serial') return url.replace(/\?.*$/s, '');
  // A question mark within a path would be read as the beginning of settings.
  return address.path.includes('?') ? `rtu:${encodeURIComponent(address.path)}` : address.path;
}

/** The three settings of an RS-485 driver, each from the strongest source. */
function rs485Of(sources: readonly RankedSettings[]): PortOptions['rs485'] {
  const find = <N extends SettingName>(name: N) =>
    sources.findLast(({ settings }) => settings[name] !== undefined)?.settings[name];
  const rtsOnSend = find('rts');
  const delays = { delayBefore: find('rtsDelayBefore'), delayAfter: find('rtsDelayAfter') };
  const given = Object.fromEntries(Object.entries(delays).filter(([, delay]) => delay !== undefined));
  if (rtsOnSend !== undefined) return { rtsOnSend, ...given };
  if (Object.keys(given).length === 0) return undefined;
  throw new UsageError('a delay of RTS is given, but not its level while sending', {
    hint: 'Give --rts high or --rts low, too: it depends on the adapter.',
  });
}

function checkAgreement(first: string, a: PortOptions, second: string, b: PortOptions): void {
  for (const option of Object.keys(a) as (keyof PortOptions)[]) {
    if (b[option] === undefined || b[option] === a[option]) continue;
    throw new UsageError(`${option} is ${a[option]} in ${first}, but ${second} says ${b[option]}`, {
      hint: `Set ${option} in one place.`,
    });
  }
}
