import { type BusError, ReplyError } from '@bus/line';
import {
  BROADCAST,
  type ModbusClient,
  ModbusException,
  type ModbusUnit,
  masked,
  maskWriteRegister,
  writeMultipleCoils,
  writeMultipleRegisters,
  writeSingleCoil,
  writeSingleRegister,
} from '@bus/modbus';
import type { WriteFunction } from '../../device-map/point-functions.js';
import { describePlace, isBits, type Target } from './target.js';
import { REWRITE, type WritePlan } from './write-plan.js';

const ILLEGAL_FUNCTION = 1;

/** The request of a write, as its codec takes it. */
export function writeRequest({ target: { address }, functionCode, raw, mask }: WritePlan) {
  if (mask !== undefined && functionCode === 22)
    return { codec: maskWriteRegister, request: { address, ...mask } };
  if (functionCode === 5) return { codec: writeSingleCoil, request: { address, state: raw[0] as boolean } };
  if (functionCode === 6)
    return { codec: writeSingleRegister, request: { address, value: raw[0] as number } };
  if (functionCode === 15)
    return { codec: writeMultipleCoils, request: { startAddress: address, bits: raw as readonly boolean[] } };
  return {
    codec: writeMultipleRegisters,
    request: { startAddress: address, registers: raw as readonly number[] },
  };
}

/** Does the write send to all units, none of which answers? Over Modbus TCP unit 0 is one like others. */
export const isBroadcast = (unit: number, framing: string): boolean =>
  unit === BROADCAST && framing !== 'tcp';

interface Call {
  signal: AbortSignal | undefined;
}

/** A register as it was read and as it was written, where a bit was changed in that way. */
export interface Rewritten {
  from: number;
  to: number;
}

/**
 * Carries out a write.
 *
 * @returns what became of the register when a bit was changed by reading and writing all of it.
 * @throws {BusError} the write failed, or its outcome is unknown.
 */
export async function performWrite(
  client: ModbusClient,
  { functionCode, raw, target, mask }: WritePlan,
  call: Call,
): Promise<Rewritten | undefined> {
  const device = client.unit(target.unit);
  const { address } = target;
  if (mask !== undefined) {
    if (functionCode !== 22) return rewriteBit(device, address, mask, functionCode, call);
    await maskWrite(device, address, mask, call);
  } else if (functionCode === 5) await device.writeBit(address, raw[0] as boolean, { ...call, fc: 5 });
  else if (functionCode === 6) await device.writeRegister(address, raw[0] as number, { ...call, fc: 6 });
  else if (functionCode === 15) await device.writeBits(address, raw as boolean[], call);
  else await device.writeRegisters(address, raw as number[], call);
  return undefined;
}

type Mask = NonNullable<WritePlan['mask']>;

async function maskWrite(device: ModbusUnit, address: number, mask: Mask, call: Call): Promise<void> {
  try {
    await device.maskWrite(address, { and: mask.andMask, or: mask.orMask }, call);
  } catch (error) {
    if (!(error instanceof ModbusException) || error.exceptionCode !== ILLEGAL_FUNCTION) throw error;
    throw Object.assign(error, { hint: REWRITE });
  }
}

async function rewriteBit(
  device: ModbusUnit,
  address: number,
  mask: Mask,
  functionCode: WriteFunction,
  call: Call,
): Promise<Rewritten> {
  const from = await device.readRegister(address, call);
  const to = masked(from, mask);
  if (functionCode === 6) await device.writeRegister(address, to, { ...call, fc: 6 });
  else await device.writeRegisters(address, [to], call);
  return { from, to };
}

/**
 * Reads back what was written.
 *
 * @throws {ReplyError} `wrong-echo`: it is something else.
 */
export async function verifyWrite(
  client: ModbusClient,
  { target, raw, mask }: WritePlan,
  call: Call,
): Promise<void> {
  const found = await readRaw(client.unit(target.unit), target, call);
  if (mask !== undefined) {
    const bit = (found[0] as number) & ~mask.andMask;
    if (bit !== mask.orMask) throw mismatch(target, 0, mask.orMask !== 0, bit !== 0);
    return;
  }
  const wrong = raw.findIndex((value, index) => value !== found[index]);
  if (wrong >= 0) throw mismatch(target, wrong, raw[wrong]!, found[wrong]!);
}

function readRaw(
  device: ModbusUnit,
  { table, address, size }: Target,
  call: Call,
): Promise<(number | boolean)[]> {
  return isBits(table)
    ? device.readBits(address, size, { ...call, table })
    : device.readRegisters(address, size, call);
}

function mismatch(
  { unit, table, address, spec }: Target,
  index: number,
  wrote: unknown,
  found: unknown,
): BusError {
  const show = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));
  const where = describePlace({ table, address: address + index, size: 1, spec });
  return new ReplyError(
    'wrong-echo',
    `unit ${unit}, ${where} was written as ${show(wrote)}, and reads ${show(found)}`,
    {
      label: `unit ${unit}, verify ${where}`,
      facts: { unit },
      hint: 'The device limits or ignores the value, or something else has changed it meanwhile.',
    },
  );
}
