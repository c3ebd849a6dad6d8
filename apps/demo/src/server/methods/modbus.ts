import { type Line, UsageError } from '@bus/line';
import { ModbusClient, type ModbusUnit, registersOf } from '@bus/modbus';
import type { CheckedParams, PointValue } from '../../protocol/index.js';
import { type CallContext, type ExchangeCall, exchangeCall, lineOf } from '../call-context.js';
import { readNumbers } from '../modbus-numbers.js';
import { onLine } from '../on-line.js';
import { modbusKey } from '../unit-key.js';
import type { HandlersOf } from './handler.js';

/** Coils or registers that are written one by one in one turn: others wait meanwhile. */
const MAX_SINGLE = 16;

/** Modbus units by their addresses. */
export const modbusMethods: HandlersOf<'modbus.read' | 'modbus.write'> = {
  'modbus.read': async (params, context) => {
    const call = exchangeCall(context, params.timeout);
    const { value, elapsed } = await withUnit(params, context, unit => read(unit, params, call));
    return { values: value, elapsed };
  },

  'modbus.write': async (params, context) => {
    const call = exchangeCall(context, params.timeout);
    const { elapsed } = await withUnit(params, context, unit => write(unit, params, call));
    return { elapsed };
  },
};

interface UnitAddress {
  readonly line: string;
  readonly unit: number;
  readonly single?: boolean | undefined;
}

function withUnit<T>(
  { line: lineId, unit, single = false }: UnitAddress,
  context: CallContext,
  task: (unit: ModbusUnit) => Promise<T>,
) {
  const { framing } = lineOf(context, lineId);
  const onUnit = (line: Line) =>
    task(new ModbusClient(line, { framing }).unit(unit, single ? { writes: 'single' } : {}));
  return onLine(context, lineId, modbusKey(unit), onUnit);
}

function read(
  unit: ModbusUnit,
  { address, count = 1, table = 'holding', ...format }: CheckedParams<'modbus.read'>,
  call: ExchangeCall,
): Promise<readonly PointValue[]> {
  if (table === 'holding' || table === 'input')
    return readNumbers(unit, { address, count, table, ...formatOf(format) }, call);
  checkNoFormat('modbus.read', format);
  return unit.readBits(address, count, { ...call, table });
}

async function write(
  unit: ModbusUnit,
  { address, values, table, ...format }: CheckedParams<'modbus.write'>,
  call: ExchangeCall,
): Promise<void> {
  const states = values.filter(value => typeof value === 'boolean');
  const numbers = values.filter(value => typeof value !== 'boolean');
  if ((table ?? 'coil') === 'coil' && numbers.length === 0) {
    checkNoFormat('modbus.write', format);
    checkSingle(format.single, states.length);
    if (states.length === 1) await unit.writeBit(address, states[0]!, call);
    else await unit.writeBits(address, states, call);
  } else if ((table ?? 'holding') === 'holding' && states.length === 0) {
    const spec = { type: 'uint16' as const, ...formatOf(format), count: numbers.length };
    checkSingle(format.single, registersOf(spec));
    await unit.writeValue(address, numbers, spec, call);
  } else {
    throw new UsageError("modbus.write: 'values' must all be numbers, or all true and false for coils");
  }
}

type Format = Pick<CheckedParams<'modbus.read'>, 'type' | 'order' | 'decimals'>;

function formatOf({ type, order, decimals }: Format) {
  return {
    ...(type === undefined ? {} : { type }),
    ...(order === undefined ? {} : { order }),
    ...(decimals === undefined ? {} : { decimals }),
  };
}

function checkSingle(single: boolean | undefined, writes: number): void {
  if (single === true && writes > MAX_SINGLE)
    throw new UsageError(`modbus.write: at most ${MAX_SINGLE} can be written one by one, not ${writes}`);
}

function checkNoFormat(method: string, format: Format): void {
  const [name] = Object.keys(formatOf(format));
  if (name !== undefined)
    throw new UsageError(`${method}: '${name}' is for registers, and not for single bits`);
}
