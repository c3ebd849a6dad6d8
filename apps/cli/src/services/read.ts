import { UsageError } from '@bus/line';
import { fromRegister, type ModbusUnit } from '@bus/modbus';
import { type Answered, ask } from '../ask.js';
import type { Context } from '../context.js';
import { describeTarget } from '../format-target.js';
import type { ConnectionOptions } from '../settings.js';

export type ReadTable = 'holding' | 'input' | 'coil' | 'discrete';

export interface ReadOptions extends ConnectionOptions {
  /** 1..247; 0..255 over Modbus TCP. */
  unit: number;
  /** 0..65535. */
  address: number;
  /** Registers (1..125) or bits (1..2000); 1 by default. */
  count?: number;
  /** `holding` by default. */
  table?: ReadTable;
  /** Decimal places that the raw integer hides, 0..10; 0 by default. Registers only. */
  decimals?: number;
  /** Two's complement; false by default. Registers only. */
  signed?: boolean;
}

export interface ReadResult extends Answered {
  unit: number;
  table: ReadTable;
  /** Address of the first value. */
  address: number;
  functionCode: number;
  /** Numbers of registers, booleans of bits. */
  values: (number | boolean)[];
  /** The value, when one was asked for. */
  value?: number | boolean;
  decimals: number;
  signed: boolean;
}

const functionCodes: Readonly<Record<ReadTable, number>> = { coil: 1, discrete: 2, holding: 3, input: 4 };

/**
 * Reads registers or bits of one device.
 *
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { value } = await read({ unit: 1, address: 289, decimals: 1, port: '/dev/ttyUSB1' }); // 77.2
 */
export async function read(options: ReadOptions, context: Context = {}): Promise<ReadResult> {
  const { unit, address, count = 1, table = 'holding', decimals = 0, signed = false } = options;
  if ((table === 'coil' || table === 'discrete') && (decimals !== 0 || signed)) {
    throw new UsageError('decimals and signed are for registers: a coil or discrete input is on or off');
  }
  const functionCode = functionCodes[table];
  // Checks both before anything is sent; a register that is not asked for stands for all.
  fromRegister(0, { decimals, signed });
  const question = { unit, target: describeTarget(table, address, count), functionCode };
  const { answer, answered } = await ask(question, options, context, device =>
    readValues(device, { table, address, count, decimals, signed, signal: context.signal }),
  );
  return {
    port: answered.port,
    framing: answered.framing,
    simulated: answered.simulated,
    unit,
    table,
    address,
    functionCode,
    values: answer,
    ...(count === 1 ? { value: answer[0] } : {}),
    decimals,
    signed,
    elapsed: answered.elapsed,
  };
}

interface Wanted {
  table: ReadTable;
  address: number;
  count: number;
  decimals: number;
  signed: boolean;
  signal: AbortSignal | undefined;
}

async function readValues(
  device: ModbusUnit,
  { table, address, count, decimals, signed, signal }: Wanted,
): Promise<(number | boolean)[]> {
  if (table === 'coil' || table === 'discrete') return device.readBits(address, count, { table, signal });
  const registers = await device.readRegisters(address, count, { table, signal });
  return registers.map(raw => fromRegister(raw, { decimals, signed }));
}
