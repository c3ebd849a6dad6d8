import { type BusError, ReplyError, UsageError } from '@bus/line';
import {
  BROADCAST,
  decodeValue,
  encodeValue,
  type InputOf,
  type ModbusClient,
  type ModbusUnit,
  registersOf,
  type ValueSpec,
  writeMultipleCoils,
  writeMultipleRegisters,
  writeSingleCoil,
  writeSingleRegister,
} from '@bus/modbus';
import { parseState, splitValues } from '../../written-values.js';
import type { Single } from './reading.js';
import { describePlace, isBits, type Target } from './target.js';

export type WriteFunction = 5 | 6 | 15 | 16;

/** A write that is known to fit. */
export interface WritePlan {
  readonly target: Target;
  readonly functionCode: WriteFunction;
  /** What the registers or bits become. */
  readonly raw: readonly number[] | readonly boolean[];
  /** What that means: what was given, rounded to what fits. */
  readonly values: Single[];
}

/**
 * Finds out what is to be sent, and whether it fits.
 *
 * @param given decimal digits, texts, or `on` and `off`. All but texts may hold several, separated by commas.
 * @throws {UsageError} a value does not fit, the place cannot be written, or the function does not write it.
 */
export function planWrite(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  if (target.table === 'input' || target.table === 'discrete') {
    throw new UsageError(`${describePlace(target)} can only be read`, {
      hint: 'Holding registers and coils can be written.',
    });
  }
  // What has no name comes from the command line, which may write whatever can be written.
  if (target.name !== undefined && target.writable !== true) {
    throw new UsageError(`${target.name} is not writable, as its device map says`, {
      hint: 'Say `writable: true` there, if it is meant to be written.',
    });
  }
  const plan = isBits(target.table) ? planCoils(target, given, fc) : planRegisters(target, given, fc);
  for (const value of plan.values) checkLimits(target, value);
  return plan;
}

function checkLimits({ name, min, max }: Target, value: Single): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') return;
  const below = min !== undefined && value < Number(min);
  if (below || (max !== undefined && value > Number(max)))
    throw new UsageError(
      `${value} is ${below ? `less than ${min}` : `more than ${max}`}, the limit of ${name}`,
    );
}

function planCoils(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  const bits = splitValues(given).map(text => parseState(text));
  checkCount(target.count, bits.length);
  const functionCode = chooseFunction('coil', [5, 15], fc ?? (bits.length === 1 ? 5 : 15), bits.length);
  return { target: { ...target, size: bits.length }, functionCode, raw: bits, values: bits };
}

function planRegisters(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  const spec = target.spec ?? { type: 'uint16' };
  const texts = spec.type === 'string' ? [...given] : splitValues(given, spec.decimals);
  checkCount(spec.count, texts.length);
  const element = elementOf(spec);
  const raw = texts.flatMap(text => encodeValue(inputOf(text, element), element));
  const functionCode = chooseFunction('register', [6, 16], fc ?? 16, raw.length);
  const width = registersOf(element);
  const values = texts.map((_, index) => decodeValue(raw.slice(index * width, (index + 1) * width), element));
  return { target: { ...target, size: raw.length }, functionCode, raw, values: values as Single[] };
}

/** The spec of a single value. */
function elementOf({ count: _, ...spec }: ValueSpec): ValueSpec {
  return spec;
}

function inputOf(text: string, { type }: ValueSpec): InputOf<ValueSpec> {
  if (type !== 'bits') return text as InputOf<ValueSpec>;
  const digits = text.replace(/[\s_]/g, '');
  if (!/^[01]{16}$/.test(digits))
    throw new UsageError(`bits are written as 16 digits, bit 15 first, not '${text}'`);
  return [...digits].reverse().map(digit => digit === '1') as InputOf<ValueSpec>;
}

function checkCount(expected: number | undefined, count: number): void {
  if (expected !== undefined && expected !== count)
    throw new UsageError(`${expected} values are expected there, not ${count}`);
}

function chooseFunction(
  item: 'register' | 'coil',
  [one, several]: readonly [WriteFunction, WriteFunction],
  chosen: WriteFunction,
  count: number,
): WriteFunction {
  if (chosen !== one && chosen !== several)
    throw new UsageError(`function ${chosen} does not write ${item}s: use ${one} or ${several}`);
  if (chosen === one && count !== 1)
    throw new UsageError(`function ${one} writes one ${item}, not ${count}: use ${several}`);
  return chosen;
}

/** The request of a write, as its codec takes it. */
export function writeRequest({ target: { address }, functionCode, raw }: WritePlan) {
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

/** @throws {BusError} the write failed, or its outcome is unknown. */
export async function performWrite(client: ModbusClient, plan: WritePlan, call: Call): Promise<void> {
  const device = client.unit(plan.target.unit);
  const { functionCode, raw, target } = plan;
  const { address } = target;
  if (functionCode === 5) await device.writeBit(address, raw[0] as boolean, { ...call, fc: 5 });
  else if (functionCode === 6) await device.writeRegister(address, raw[0] as number, { ...call, fc: 6 });
  else if (functionCode === 15) await device.writeBits(address, raw as boolean[], call);
  else await device.writeRegisters(address, raw as number[], call);
}

/**
 * Reads back what was written.
 *
 * @throws {ReplyError} `wrong-echo`: it is something else.
 */
export async function verifyWrite(client: ModbusClient, plan: WritePlan, call: Call): Promise<void> {
  const { target, raw } = plan;
  const found = await readRaw(client.unit(target.unit), target, call);
  const wrong = raw.findIndex((value, index) => value !== found[index]);
  if (wrong < 0) return;
  throw mismatch(target, wrong, raw[wrong]!, found[wrong]!);
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

function mismatch({ unit, table, address }: Target, index: number, wrote: unknown, found: unknown): BusError {
  const show = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));
  const where = `${table} ${address + index}`;
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
