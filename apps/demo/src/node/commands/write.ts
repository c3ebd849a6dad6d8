import { UsageError } from '@bus/line';
import type { PointInfo } from '../../protocol/index.js';
import { formatPoint } from '../format-value.js';
import { type Command, findTarget, operands } from './command.js';
import { throwIfFailed } from './read.js';

/** Writes one point, and shows it as it was read back. */
export const write: Command = async ({ bus, asked, print, signal }) => {
  const [target, text] = operands(asked, 'instrument.point', 'a value');
  const { instrument, point } = await findTarget(bus, target!);
  if (point === undefined)
    throw new UsageError(`${target} is an instrument, not a point`, {
      hint: `Name one of its points: ${instrument.points.map(({ id }) => `${instrument.id}.${id}`).join(', ')}.`,
    });
  const value = writtenValue(text!, point);
  const params = { instrument: instrument.id, point: point.id, value };
  const read = await bus.call('points.write', params, { signal });
  throwIfFailed(read);
  print(read, [formatPoint(point, read)]);
  return 0;
};

/** @throws {UsageError} the text is nothing that this point can be set to. */
export function writtenValue(
  text: string,
  { kind, title }: Pick<PointInfo, 'kind' | 'title'>,
): number | boolean {
  if (kind === 'switch') {
    if (/^(on|true|1)$/i.test(text)) return true;
    if (/^(off|false|0)$/i.test(text)) return false;
    throw new UsageError(`${title} is switched on or off, not ${text}`);
  }
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text);
  throw new UsageError(`${title} takes a number, not ${text}`);
}
