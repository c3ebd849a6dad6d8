import type { InstrumentInfo, InstrumentValues, PointInfo } from '../../protocol/index.js';
import { RpcCode, RpcError } from '../../protocol/index.js';
import { remoteExitCode } from '../exit-code.js';
import { formatPoint, formatRows } from '../format-value.js';
import { type Command, findTarget, operands } from './command.js';

/** Reads all instruments, one, or one point. */
export const read: Command = async workplace => {
  const { bus, asked, print, signal } = workplace;
  const [target] = operands(asked, 'an instrument or point?');
  if (target === undefined) return readAll(workplace);
  const { instrument, point } = await findTarget(bus, target);
  const read = await bus.call('instruments.read', { instrument: instrument.id }, { signal });
  throwIfFailed(read);
  if (point === undefined) print(read, formatInstrument(instrument, read));
  else print({ [point.id]: read.values[point.id] ?? null }, [formatPoint(point, read)]);
  return 0;
};

/** One that fails does not keep the others from being read; the exit code is that of the first failure. */
const readAll: Command = async ({ bus, asked, print, remark, signal }) => {
  let exitCode = 0;
  const instruments = await bus.call('instruments.list');
  for (const instrument of instruments) {
    if (asked.line !== undefined && instrument.line !== asked.line) continue;
    try {
      const read = await bus.call('instruments.read', { instrument: instrument.id }, { signal });
      throwIfFailed(read);
      print(read, formatInstrument(instrument, read));
    } catch (error) {
      if (!(error instanceof RpcError) || error.code !== RpcCode.LINE) throw error;
      exitCode ||= remoteExitCode(error);
      if (asked.json) print({ instrument: instrument.id, values: {}, error: error.toObject() }, []);
      else remark(`${instrument.id}: ${error.message}`);
    }
  }
  return exitCode;
};

/** A reading that failed carries the values of an earlier one: they are not what was asked for. */
export function throwIfFailed({ error }: InstrumentValues): void {
  if (error) throw new RpcError(RpcCode.LINE, error.message, error.data);
}

const formatInstrument = ({ id, points }: InstrumentInfo, read: InstrumentValues): string[] =>
  formatRows(points.map((point: PointInfo) => [`${id}.${point.id}`, formatPoint(point, read)]));
