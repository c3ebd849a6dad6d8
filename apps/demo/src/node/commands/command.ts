import { UsageError } from '@bus/line';
import type { RemoteBus } from '../../client/remote-bus.js';
import type { InstrumentInfo, LineInfo, PointInfo } from '../../protocol/index.js';
import type { CommandLine } from '../command-line.js';

/** What a command works with. */
export interface Workplace {
  readonly bus: RemoteBus;
  readonly asked: CommandLine;
  /** Prints a line: `text` for people, `value` where JSON is asked for. */
  print(value: object, text: readonly string[]): void;
  /** Says something that is no result. */
  remark(text: string): void;
  /** Fires at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Does what was asked for. Resolves with the exit code. */
export type Command = (workplace: Workplace) => Promise<number>;

/** @throws {UsageError} there are more or fewer operands than `names` (`name?` may be absent). */
export function operands(asked: CommandLine, ...names: string[]): string[] {
  const least = names.filter(name => !name.endsWith('?')).length;
  const { length } = asked.operands;
  if (length >= least && length <= names.length) return [...asked.operands];
  const wanted = names.length === 0 ? 'nothing more' : names.map(name => name.replace('?', '')).join(' and ');
  throw new UsageError(`${asked.command} takes ${wanted}`, {
    hint: `Quote what has spaces or a $ in it: ${asked.command} '…'`,
  });
}

/**
 * The line that was named, or the only one.
 *
 * @param among picks those that come into question.
 * @throws {UsageError} it could be several.
 */
export async function chosenLine(
  { bus, asked }: Workplace,
  among: (lines: readonly LineInfo[]) => readonly LineInfo[] = lines => lines,
): Promise<string> {
  if (asked.line !== undefined) return asked.line;
  const lines = await bus.call('lines.list');
  const likely = among(lines);
  if (likely.length === 1) return likely[0]!.id;
  const ids = lines.map(({ id }) => id).join(', ');
  throw new UsageError(`the server has ${lines.length} lines: ${ids}`, { hint: 'Choose one with --line.' });
}

/** The instrument, and the point where one is named: `oven.setPoint`. @throws {UsageError} there is none. */
export async function findTarget(
  bus: RemoteBus,
  target: string,
): Promise<{ instrument: InstrumentInfo; point?: PointInfo }> {
  const instruments = await bus.call('instruments.list');
  const whole = instruments.find(({ id }) => id === target);
  if (whole) return { instrument: whole };
  for (const instrument of instruments) {
    const point = instrument.points.find(({ id }) => `${instrument.id}.${id}` === target);
    if (point) return { instrument, point };
  }
  const near = instruments.find(({ id }) => target.startsWith(`${id}.`));
  const known = near ? near.points.map(({ id }) => `${near.id}.${id}`) : instruments.map(({ id }) => id);
  throw new UsageError(`there is no ${near ? 'point' : 'instrument'} ${target}`, {
    hint: `There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ')}.`,
  });
}
