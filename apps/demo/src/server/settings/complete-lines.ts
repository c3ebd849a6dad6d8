import { UsageError } from '@bus/line';
import { type OpenOptions, type PortUrl, parsePortUrl } from '@bus/transport-node';
import type { Protocol } from '../../protocol/index.js';
import { machinePort } from '../line-port.js';
import { isSimulated, simulatedPortNames } from '../simulation/simulated-ports.js';
import { at } from './located.js';
import { freeName, isName } from './names.js';
import type { LineSettings } from './server-settings.js';
import type { LineFormatWish, LineWish, Located } from './wishes.js';

/** The lines of somebody who asks for none. */
const simulatedLines: readonly Located<LineWish>[] = [
  { id: 'rs485', port: 'sim:', format: {}, where: 'sim:' },
  { id: 'rs232', port: 'sim:drio', format: {}, where: 'sim:drio' },
];

/** Bits per second of DCON modules and of the 232DRIO, as delivered. */
const DCON_SPEED = 9600;
/** Milliseconds for an answer at most, as callers may say, too. */
const MAX_TIMEOUT = 10_000;

/** A line, and what the protocols of its instruments decide of it. */
export interface NamedLine extends Located<LineWish> {
  readonly id: string;
}

/** Gives every line its name. @throws {UsageError} two lines have the same one, or a port has a name that none has. */
export function nameLines(wishes: readonly Located<LineWish>[] = simulatedLines): NamedLine[] {
  if (wishes.length === 0)
    throw new UsageError('there are no lines', { hint: 'Leave the key out for simulated ones.' });
  const taken = new Set<string>();
  for (const { id, port, where } of wishes) {
    at(where, () => isSimulated(port) || parsePortUrl(port));
    if (id === undefined) continue;
    if (taken.has(id)) throw new UsageError(`${where}: there are two lines '${id}'`);
    taken.add(id);
  }
  return wishes.map(wish => {
    const id = wish.id ?? freeName(taken, ...namesFor(wish.port));
    taken.add(id);
    return { ...wish, id };
  });
}

function namesFor(port: string): string[] {
  if (isSimulated(port))
    return simulatedLines
      .filter(line => line.port === port)
      .map(({ id }) => id!)
      .concat('line');
  const device = port
    .split('?')[0]!
    .split(/[/:\\]/)
    .at(-1)!;
  return !port.includes('//') && isName(device) ? [device, 'line'] : ['line'];
}

/**
 * The settings of a line.
 *
 * @param common what was asked for all lines; it concerns serial ones only, but for the time-out.
 * @param protocols of its instruments.
 * @throws {UsageError} its port or an option makes no sense.
 */
export function completeLine(
  { id, port, format, protocol, where }: NamedLine,
  common: LineFormatWish,
  protocols: ReadonlySet<Protocol>,
): LineSettings {
  return at(where, () => {
    const only = protocols.size === 1 ? [...protocols][0] : undefined;
    const simulated = isSimulated(port);
    const url = simulated ? undefined : parsePortUrl(port);
    const options = lineOptions(format, common, url, protocol ?? only);
    const usual = port === 'sim:drio' ? '232drio' : (only ?? 'modbus');
    const settings: LineSettings = { id, port, options, protocol: protocol ?? usual };
    if (simulated) checkSimulated(settings);
    // A name or an option that is wrong is found now; nothing is opened yet.
    else machinePort(settings);
    return settings;
  });
}

/** Did somebody ask for a speed and the like, where no line is serial? @throws {UsageError} */
export function checkCommonFormat(
  { timeout: _, ...serial }: LineFormatWish,
  lines: readonly NamedLine[],
): void {
  const [name] = Object.keys(serial);
  const isSerial = ({ port }: NamedLine) => !isSimulated(port) && parsePortUrl(port).kind === 'serial';
  if (name === undefined || lines.some(isSerial)) return;
  throw new UsageError(`${name} is for serial lines, and there is none`, {
    hint: 'Name the port: --port /dev/ttyUSB0',
  });
}

function lineOptions(
  own: LineFormatWish,
  common: LineFormatWish,
  url: PortUrl | undefined,
  protocol: Protocol | undefined,
): OpenOptions {
  const { timeout: commonTimeout, ...commonFormat } = common;
  const { timeout = commonTimeout, ...ownFormat } = own;
  const chosen = commonTimeout ?? timeout;
  if (chosen !== undefined && !(chosen >= 1 && chosen <= MAX_TIMEOUT))
    throw new UsageError(`timeout is 1 to ${MAX_TIMEOUT} milliseconds, not ${chosen}`);
  const isSerial = url?.kind === 'serial';
  const slow = protocol === 'dcon' || protocol === '232drio';
  const usual = isSerial && slow && url.settings.baudRate === undefined ? { baudRate: DCON_SPEED } : {};
  return {
    ...usual,
    ...ownFormat,
    ...(isSerial ? commonFormat : {}),
    ...(chosen === undefined ? {} : { timeout: chosen }),
  };
}

function checkSimulated({ port, options }: LineSettings): void {
  if (!simulatedPortNames.includes(port))
    throw new UsageError(`there is no simulated line '${port}'`, {
      hint: `There are ${simulatedPortNames.join(' and ')}.`,
    });
  const misfit = Object.keys(options).find(name => name !== 'timeout');
  if (misfit !== undefined) throw new UsageError(`${misfit} does not apply to a simulated line`);
}
