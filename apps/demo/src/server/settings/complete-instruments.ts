import { UsageError } from '@bus/line';
import { framingOf } from '@bus/transport-node';
import { addressText } from '../instruments/address-text.js';
import { makeInstrument } from '../instruments/make-instrument.js';
import { isSimulated } from '../simulation/simulated-ports.js';
import type { NamedLine } from './complete-lines.js';
import type { InstrumentWish } from './instrument-flag.js';
import { at } from './located.js';
import { freeName } from './names.js';
import type { InstrumentSettings } from './server-settings.js';
import { simulatedInstruments } from './simulated-instruments.js';
import type { Located } from './wishes.js';

/**
 * Gives every instrument its line and its name. Whoever asks for none gets those of the simulated lines.
 *
 * @throws {UsageError} two have the same name, the line is missing, or the instrument makes no sense.
 */
export function completeInstruments(
  wishes: readonly Located<InstrumentWish>[] | undefined,
  lines: readonly NamedLine[],
): InstrumentSettings[] {
  const placed = (wishes ?? lines.flatMap(simulated)).map(wish => ({ ...wish, line: lineFor(wish, lines) }));
  const taken = new Set<string>();
  for (const { id, where } of placed) {
    if (id === undefined) continue;
    if (taken.has(id)) throw new UsageError(`${where}: there are two instruments '${id}'`);
    taken.add(id);
  }
  return placed.map(({ where, ...wish }) => {
    const usual = [wish.protocol.replace('232', ''), addressText(wish.protocol, wish.address)]
      .filter(part => part !== '')
      .join('-');
    const id = wish.id ?? freeName(taken, usual, `${usual}-${wish.line}`);
    taken.add(id);
    const settings = { ...wish, id };
    at(where, () => check(settings, lines));
    return settings;
  });
}

function simulated({ id, port }: NamedLine): Located<InstrumentWish>[] {
  if (!isSimulated(port)) return [];
  return simulatedInstruments(port).map(wish => ({ ...wish, line: id, where: port }));
}

function lineFor({ line, where }: Located<InstrumentWish>, lines: readonly NamedLine[]): string {
  const known = lines.map(({ id }) => id);
  if (line === undefined && known.length === 1) return known[0]!;
  if (line !== undefined && known.includes(line)) return line;
  const what = line === undefined ? 'on which line is it?' : `there is no line '${line}'`;
  throw new UsageError(`${where}: ${what}`, {
    hint: `Write ${known.map(id => `@${id}`).join(' or ')} behind it, or \`line:\` in a file.`,
  });
}

/** Makes it, and throws it away: nothing of it is on the line yet. */
function check(settings: InstrumentSettings, lines: readonly NamedLine[]): void {
  const { port } = lines.find(({ id }) => id === settings.line)!;
  const framing = isSimulated(port) ? 'rtu' : framingOf(port);
  if (framing === 'tcp' && settings.protocol !== 'modbus')
    throw new UsageError(`only Modbus goes over ${port}`, {
      hint: 'rtu+tcp:// carries the bytes of any protocol.',
    });
  makeInstrument(settings, framing);
}
