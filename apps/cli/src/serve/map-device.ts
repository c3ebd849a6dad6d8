import { UsageError } from '@bus/line';
import type { BankContents, ServerUnit } from '@bus/modbus';
import type { SimulatedInstrument } from '@bus/sim';
import type { MapDevice, MapPoint } from '../device-map/device-map.js';
import { parseState } from '../written-values.js';
import { observeBank } from './observed-bank.js';
import type { OnWrite, ServedDevice } from './served-device.js';
import { writeLimits } from './write-limits.js';

type Modbus = typeof import('@bus/modbus');

const TABLES = {
  holding: 'holdingRegisters',
  input: 'inputRegisters',
  coil: 'coils',
  discrete: 'discreteInputs',
} as const;

/**
 * Makes a device of a map: its points hold what the map says that they hold in the beginning, and 0 or nothing else.
 * Points that are not writable are read-only, those with limits stay within them, and addresses without a point do not exist.
 *
 * @throws {UsageError} what a point is to hold does not fit its type.
 */
export async function mapDevice(device: MapDevice, onWrite: OnWrite): Promise<ServedDevice> {
  const modbus = await import('@bus/modbus');
  const { name, unit, limits } = device;
  const bank = new modbus.MemoryBank(contentsOf(device.points, modbus));
  const writable = new Set(device.points.filter(point => point.writable).flatMap(keysOf));
  observeBank(bank, {
    unit: () => unit,
    device: name,
    onWrite,
    writable: (table, address) => writable.has(keyOf(table, address)),
    check: writeLimits(device.points, bank.holdingRegisters, modbus.decodeValue),
  });
  const served = new modbus.ServerUnit({
    bank,
    identification: { vendorName: 'bus', productCode: name, revision: 'simulated' },
    ...(limits.functions === undefined ? {} : { functions: new Set(limits.functions) }),
  });
  limitReads(served, limits, modbus);
  return { name, speaks: 'modbus', instrument: instrumentOf(served, unit, modbus) };
}

function contentsOf(points: readonly MapPoint[], modbus: Modbus): BankContents {
  const contents = {
    holdingRegisters: {} as Record<number, number>,
    inputRegisters: {} as Record<number, number>,
    coils: {} as Record<number, boolean>,
    discreteInputs: {} as Record<number, boolean>,
  };
  for (const point of points) {
    const cells: Record<number, unknown> = contents[TABLES[point.table]];
    for (const [index, value] of valuesOf(point, modbus).entries()) {
      // Two points may share a register, such as its bits; one that says what it holds outdoes the others.
      const address = point.address + index;
      if (point.initial !== undefined || cells[address] === undefined) cells[address] = value;
    }
  }
  return contents;
}

function valuesOf(
  { name, spec, size, initial }: MapPoint,
  { encodeValue }: Modbus,
): readonly (number | boolean)[] {
  if (initial === undefined) return new Array<number | boolean>(size).fill(spec === undefined ? false : 0);
  try {
    if (spec === undefined) return new Array<boolean>(size).fill(parseState(String(initial)));
    const { count, ...one } = spec;
    const held = one.type === 'bit' ? parseState(String(initial), 'a bit of a register') : initial;
    const registers = encodeValue(held as never, one);
    return count === undefined ? registers : Array.from({ length: count }, () => registers).flat();
  } catch (error) {
    const { message, hint } = error as UsageError;
    throw new UsageError(`${name} cannot hold ${JSON.stringify(initial)}: ${message}`, {
      hint,
      cause: error,
    });
  }
}

const keyOf = (table: string, address: number) => `${table} ${address}`;

const keysOf = ({ table, address, size }: MapPoint) =>
  Array.from({ length: size }, (_, index) => keyOf(table, address + index));

/** Refuses with exception 3 what the real device could not answer in one. */
function limitReads(unit: ServerUnit, { maxRegisters, maxBits }: MapDevice['limits'], modbus: Modbus): void {
  const { readHoldingRegisters, readInputRegisters, readCoils, readDiscreteInputs, ModbusRefusal } = modbus;
  const within = (limit: number | undefined) => (request: { quantity: number }) => {
    if (limit !== undefined && request.quantity > limit) throw new ModbusRefusal(3);
    return undefined;
  };
  for (const codec of [readHoldingRegisters, readInputRegisters]) unit.handle(codec, within(maxRegisters));
  for (const codec of [readCoils, readDiscreteInputs]) unit.handle(codec, within(maxBits));
}

/** The device on a line with RTU frames. */
function instrumentOf(
  device: ServerUnit,
  unit: number,
  { BROADCAST, rtuFraming }: Modbus,
): SimulatedInstrument {
  return {
    unit,
    framing: rtuFraming,
    async answer(frame) {
      const { unit: asked, pdu } = rtuFraming.unwrap(frame);
      if (asked !== unit && asked !== BROADCAST) return undefined;
      const answer = await device.answer(pdu.slice(), { unit: asked, broadcast: asked === BROADCAST });
      return answer && rtuFraming.wrap(unit, answer);
    },
  };
}
