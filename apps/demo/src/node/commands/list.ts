import type { InstrumentInfo, LineInfo } from '../../protocol/index.js';
import { formatRows } from '../format-value.js';
import { type Command, operands } from './command.js';

/** Shows the lines and instruments. */
export const list: Command = async ({ bus, asked, print }) => {
  operands(asked);
  const [lines, instruments] = await Promise.all([bus.call('lines.list'), bus.call('instruments.list')]);
  print(
    { lines, instruments },
    lines.flatMap(line => [describe(line), ...instrumentsOf(line, instruments)]),
  );
  return 0;
};

const describe = ({ id, medium, state, reason, simulated }: LineInfo): string =>
  `${id}  ${medium}, ${simulated ? 'simulated, ' : ''}${state}${reason === undefined ? '' : `: ${reason}`}`;

function instrumentsOf({ id }: LineInfo, instruments: readonly InstrumentInfo[]): string[] {
  const here = instruments.filter(({ line }) => line === id);
  const rows = here.map(({ id, protocol, address, model, points }) => [
    `  ${id}`,
    `${protocol} ${address}`.trim(),
    model,
    points.map(point => point.id).join(' '),
  ]);
  return formatRows(rows);
}
