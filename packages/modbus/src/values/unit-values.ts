import { type ExchangeOptions, ReplyError, UsageError } from '@bus/line';
import type { TableAddress } from '../address/address.js';
import { formatAddress } from '../address/format-address.js';
import { inParts } from '../in-parts.js';
import type { ReadRequest } from '../pdu/read-request.js';
import { MAX_WRITE_REGISTERS } from '../pdu/write-multiple-registers.js';
import { bitMasks } from './bit-masks.js';
import { RegisterContentError } from './register-content-error.js';
import { decodeValue, encodeValue, registersOf } from './value.js';
import type { InputOf, ValueOf, ValueSpec } from './value-spec.js';

export interface ReadValueOptions extends ExchangeOptions {
  /** Holding registers (the default) or input registers. */
  table?: 'holding' | 'input';
}

/** What reads and writes raw registers, such as a `ModbusUnit`. */
export interface RegisterAccess {
  /** Address on the line, for error messages. */
  readonly id?: number;
  /** Most registers in one request; what is longer is read and written in several. */
  readonly maxRegisters?: number | undefined;
  readRegisters(startAddress: number, quantity: number, options?: ReadValueOptions): Promise<number[]>;
  writeRegisters(
    startAddress: number,
    registers: readonly number[],
    options?: ExchangeOptions,
  ): Promise<void>;
  /** Function 22, for single bits of registers. Without it they are not written. */
  maskWrite?(address: number, masks: { and: number; or: number }, options?: ExchangeOptions): Promise<void>;
}

/**
 * Reads the value at `address`, all of its registers in one request, so that it can't be torn. An array of more registers
 * than `access` reads at once is read in several requests, and none of its elements is cut that fits one.
 *
 * @throws {UsageError} the spec makes no sense.
 * @throws {ReplyError} `malformed`: the registers mean nothing in this type.
 */
export async function readValue<const S extends ValueSpec>(
  access: RegisterAccess,
  address: number,
  spec: S,
  options: ReadValueOptions = {},
): Promise<ValueOf<S>> {
  const registers: number[] = [];
  for (const { startAddress, quantity } of partsOf(access, address, spec))
    registers.push(...(await access.readRegisters(startAddress, quantity, options)));
  try {
    return decodeValue(registers, spec);
  } catch (error) {
    if (!(error instanceof RegisterContentError)) throw error;
    throw malformed(access.id, { table: options.table ?? 'holding', address }, spec, error);
  }
}

/**
 * Writes a value to the holding registers from `address` on, all of them in one request, unless they are more than
 * `access` writes at once: see {@link readValue}. One `bit` is changed by the device (function 22), and the others of its
 * register stay as they are.
 *
 * @throws {UsageError} the value does not fit the spec, or the spec makes no sense; nothing is sent.
 */
export async function writeValue<const S extends ValueSpec>(
  access: RegisterAccess,
  address: number,
  value: InputOf<S>,
  spec: S,
  options: ExchangeOptions = {},
): Promise<void> {
  if (isBit(spec)) return await writeBitOf(access, address, value, spec, options);
  const registers = encodeValue(value, spec);
  for (const { startAddress, quantity } of partsOf(access, address, spec, MAX_WRITE_REGISTERS)) {
    const from = startAddress - address;
    await access.writeRegisters(startAddress, registers.slice(from, from + quantity), options);
  }
}

/** The requests for a value: whole elements of an array, as many at once as `access` takes. */
function partsOf(
  { maxRegisters }: RegisterAccess,
  address: number,
  spec: ValueSpec,
  most = Number.POSITIVE_INFINITY,
): ReadRequest[] {
  const quantity = registersOf(spec);
  const width = quantity / (spec.count ?? 1);
  if (maxRegisters === undefined) return inParts(address, quantity, undefined);
  const limit = Math.min(maxRegisters, most);
  // What is too long for one request even by itself is cut by `access`.
  return inParts(address, quantity, Math.max(width, limit - (limit % width)));
}

const isBit = (spec: ValueSpec): spec is ValueSpec & { type: 'bit' } => spec.type === 'bit';

/** Writing the register would clear its other bits. */
async function writeBitOf(
  access: RegisterAccess,
  address: number,
  value: unknown,
  spec: ValueSpec & { type: 'bit' },
  options: ExchangeOptions,
): Promise<void> {
  const { andMask, orMask } = bitMasks(value as boolean, spec);
  if (access.maskWrite === undefined) {
    throw new UsageError('a bit cannot be written without the rest of its register', {
      hint: "Call writeRegisterBit of a unit (function 22), or write the whole register as type 'bits' or 'uint16'.",
    });
  }
  await access.maskWrite(address, { and: andMask, or: orMask }, options);
}

function malformed(
  unit: number | undefined,
  place: TableAddress,
  { type }: ValueSpec,
  cause: RegisterContentError,
): ReplyError {
  const label = `${unit === undefined ? '' : `unit ${unit}, `}read ${type} from ${formatAddress(place)}`;
  return new ReplyError('malformed', `${label}: ${cause.message}`, {
    label,
    facts: unit === undefined ? {} : { unit },
    cause,
    hint: 'Check address, type and byte order; explain(registers) shows what the registers may mean.',
  });
}
