import { UsageError } from '@bus/line';
import { BROADCAST, fromRegister, type ModbusUnit, toRegister } from '@bus/modbus';
import { type Answered, ask } from '../ask.js';
import type { Context } from '../context.js';
import { describeTarget } from '../format-target.js';
import type { ConnectionOptions } from '../settings.js';
import { parseState, splitValues } from '../written-values.js';

export type WriteTable = 'holding' | 'coil';
export type WriteFunction = 5 | 6 | 15 | 16;

export interface WriteOptions extends ConnectionOptions {
  /** 1..247, or 0 for a broadcast to all; 0..255 over Modbus TCP. */
  unit: number;
  /** 0..65535. */
  address: number;
  /**
   * Decimal digits for registers; `on`, `off`, `true`, `false`, `1` or `0` for coils. Each may hold several, separated
   * by commas. They stay text up to the register's integer, so that no digit is lost.
   */
  values: readonly string[];
  /** `holding` by default. */
  table?: WriteTable;
  /** Decimal places that the raw integer hides, 0..10; 0 by default. Registers only. */
  decimals?: number;
  /** Two's complement; false by default. Registers only. */
  signed?: boolean;
  /** 16 (the default) or 6 for registers; 5 or 15 for coils, by default 5 for one and 15 for several. */
  fc?: WriteFunction;
}

export interface WriteResult extends Answered {
  unit: number;
  table: WriteTable;
  /** Address of the first value. */
  address: number;
  functionCode: WriteFunction;
  /** What was written, as the device will show it: rounded to the decimals. */
  values: (number | boolean)[];
  /** The value, when it was one. */
  value?: number | boolean;
  decimals: number;
  signed: boolean;
  /** True when it was sent to all units, none of which confirms it. */
  broadcast: boolean;
}

/** How a write is carried out, and what it comes to. */
interface Plan {
  readonly functionCode: WriteFunction;
  readonly values: (number | boolean)[];
  perform(device: ModbusUnit): Promise<void>;
}

/**
 * Writes registers or coils of one device, or of all.
 *
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example await write({ unit: 1, address: 24, values: ['95.0'], decimals: 1, port: '/dev/ttyUSB1' });
 */
export async function write(options: WriteOptions, context: Context = {}): Promise<WriteResult> {
  const { unit, address, table = 'holding', decimals = 0, signed = false } = options;
  const { functionCode, values, perform } =
    table === 'coil' ? planCoils(options, context.signal) : planRegisters(options, context.signal);
  const question = { unit, target: describeTarget(table, address, values.length), functionCode };
  const { answered } = await ask(question, options, context, perform);
  return {
    port: answered.port,
    framing: answered.framing,
    simulated: answered.simulated,
    unit,
    table,
    address,
    functionCode,
    values,
    ...(values.length === 1 ? { value: values[0] } : {}),
    decimals,
    signed,
    // Over Modbus TCP unit 0 is a unit like others, and it answers.
    broadcast: unit === BROADCAST && answered.framing !== 'tcp',
    elapsed: answered.elapsed,
  };
}

function planRegisters({ address, values, decimals, signed, fc }: WriteOptions, signal?: AbortSignal): Plan {
  const texts = splitValues(values, decimals);
  const functionCode = chooseFunction('register', [6, 16], fc ?? 16, texts.length);
  const format = { decimals, signed };
  const registers = texts.map(text => toRegister(text, format));
  return {
    functionCode,
    values: registers.map(raw => fromRegister(raw, format)),
    perform: device =>
      functionCode === 6
        ? device.writeRegister(address, texts[0]!, { ...format, fc: 6, signal })
        : device.writeRegisters(address, registers, { signal }),
  };
}

function planCoils({ address, values, decimals = 0, signed, fc }: WriteOptions, signal?: AbortSignal): Plan {
  if (decimals !== 0 || signed)
    throw new UsageError('decimals and signed are for registers: a coil is on or off');
  const bits = splitValues(values).map(text => parseState(text));
  const functionCode = chooseFunction('coil', [5, 15], fc ?? (bits.length === 1 ? 5 : 15), bits.length);
  return {
    functionCode,
    values: bits,
    perform: device =>
      functionCode === 5
        ? device.writeBit(address, bits[0]!, { signal })
        : device.writeBits(address, bits, { signal }),
  };
}

function chooseFunction(
  item: 'register' | 'coil',
  [single, several]: readonly [WriteFunction, WriteFunction],
  chosen: WriteFunction,
  count: number,
): WriteFunction {
  if (chosen !== single && chosen !== several) {
    throw new UsageError(`function ${chosen} does not write ${item}s: use ${single} or ${several}`);
  }
  if (chosen === single && count !== 1) {
    throw new UsageError(`function ${single} writes one ${item}, not ${count}: use ${several}`);
  }
  return chosen;
}
