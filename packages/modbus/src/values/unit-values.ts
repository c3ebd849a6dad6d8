import { type ExchangeOptions, ReplyError, UsageError } from '@bus/line';
import type { TableAddress } from '../address/address.js';
import { formatAddress } from '../address/format-address.js';
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
  readRegisters(startAddress: number, quantity: number, options?: ReadValueOptions): Promise<number[]>;
  writeRegisters(
    startAddress: number,
    registers: readonly number[],
    options?: ExchangeOptions,
  ): Promise<void>;
}

/**
 * Reads the value at `address`, all of its registers in one request, so that it can't be torn.
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
  const registers = await access.readRegisters(address, registersOf(spec), options);
  try {
    return decodeValue(registers, spec);
  } catch (error) {
    if (!(error instanceof RegisterContentError)) throw error;
    throw malformed(access.id, { table: options.table ?? 'holding', address }, spec, error);
  }
}

/**
 * Writes a value to the holding registers from `address` on, all of them in one request.
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
  if (spec.type === 'bit') {
    throw new UsageError('a bit cannot be written without the rest of its register', {
      hint: "Write the whole register, as type 'bits' or 'uint16'.",
    });
  }
  await access.writeRegisters(address, encodeValue(value, spec), options);
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
