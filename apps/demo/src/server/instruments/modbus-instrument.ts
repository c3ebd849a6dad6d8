import { type Line, UsageError } from '@bus/line';
import { type FramingChoice, ModbusClient, type ModbusUnit } from '@bus/modbus';
import type { PointValue } from '../../protocol/index.js';
import type { InstrumentSettings, RegisterPoint } from '../settings/server-settings.js';
import { modbusKey } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { modbusModels } from './modbus-models.js';
import { perLine } from './per-line.js';
import { numberFor, stateFor, writablePoint } from './point-check.js';
import { type PlannedRead, readPlan } from './read-plan.js';
import { isBit, pointInfo, specOf, valueIn, widthOf } from './register-point.js';

/**
 * A Modbus device: a known model, or points of your own.
 *
 * @param framing that of its line.
 * @throws {UsageError} the address, model or a point makes no sense.
 */
export function modbusInstrument(settings: InstrumentSettings, framing: FramingChoice): Instrument {
  const points = pointsOf(settings);
  const address = unitAddress(settings, framing);
  const info = instrumentInfo(settings, modelOf(settings), points.map(pointInfo));
  const reads = readPlan(points);
  const unitOn = perLine((line: Line) => new ModbusClient(line, { framing }).unit(address));
  return {
    info,
    unit: modbusKey(address),
    async read(line, signal) {
      const found = new Map<string, PointValue>();
      for (const read of reads)
        for (const [id, value] of await carryOut(unitOn(line), read, signal)) found.set(id, value);
      return { values: Object.fromEntries(points.map(({ id }) => [id, found.get(id)!])) };
    },
    async write(line, name, value, signal) {
      const told = writablePoint(info, name);
      const point = points[info.points.indexOf(told)]!;
      const call = signal === undefined ? {} : { signal };
      if (isBit(point)) await unitOn(line).writeBit(point.address, stateFor(told, value), call);
      else await unitOn(line).writeValue(point.address, numberFor(told, value), specOf(point), call);
    },
  };
}

async function carryOut(
  unit: ModbusUnit,
  { table, start, quantity, points }: PlannedRead,
  signal?: AbortSignal,
): Promise<[string, PointValue][]> {
  const call = signal === undefined ? {} : { signal };
  if (table === 'coil' || table === 'discrete') {
    const bits = await unit.readBits(start, quantity, { table, ...call });
    return points.map(({ id, address }) => [id, bits[address - start]!]);
  }
  const registers = await unit.readRegisters(start, quantity, { table, ...call });
  return points.map(point => {
    const from = point.address - start;
    return [point.id, valueIn(registers.slice(from, from + widthOf(point)), point)];
  });
}

function pointsOf({ id, model, points }: InstrumentSettings): readonly RegisterPoint[] {
  const known = model === undefined ? undefined : modbusModels.get(model);
  const models = [...modbusModels.keys()].join(', ');
  if (points !== undefined && known !== undefined)
    throw new UsageError(`${id}: the points of a ${model} are known, and it was given its own`);
  if (points === undefined && model === undefined)
    throw new UsageError(`${id}: its model is missing: ${models}, or points of its own`);
  if (points === undefined && known === undefined)
    throw new UsageError(`${id}: there is no Modbus model '${model}'`, {
      hint: `Known are ${models}. Others need their points in a configuration file.`,
    });
  const all = known ?? points!;
  const twice = all.find((point, index) => all.findIndex(other => other.id === point.id) !== index);
  if (twice !== undefined) throw new UsageError(`${id} has two points '${twice.id}'`);
  if (all.length === 0) throw new UsageError(`${id} has no points`);
  return all;
}

/** With points of your own, `model` is just a text. */
const modelOf = ({ model = 'Modbus device' }: InstrumentSettings) => model.replaceAll('-', ' ');

function unitAddress({ id, address, checksum }: InstrumentSettings, framing: FramingChoice): number {
  const [first, last] = framing === 'tcp' ? [0, 255] : [1, 247];
  if (address === undefined || !Number.isInteger(address) || address < first || address > last)
    throw new UsageError(`${id}: a Modbus device needs an address from ${first} to ${last}`);
  if (checksum !== undefined) throw new UsageError(`${id}: Modbus always has a checksum: leave it out`);
  return address;
}
