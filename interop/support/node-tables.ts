import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';

/** The tables of the servers that run inside the tests, with the same contents as those in peers/. */
export interface NodeTables {
  readonly coil: boolean[];
  readonly discrete: boolean[];
  readonly holding: number[];
  readonly input: number[];
}

export function nodeTables(): NodeTables {
  return {
    coil: valuesAt(valueAt.coil, 0, TABLE_SIZE),
    discrete: valuesAt(valueAt.discrete, 0, TABLE_SIZE),
    holding: valuesAt(valueAt.holding, 0, TABLE_SIZE),
    input: valuesAt(valueAt.input, 0, TABLE_SIZE),
  };
}

/** Registers as they stand on the wire, high byte first. */
export function registerBytes(registers: readonly number[]): Buffer {
  return Buffer.from(registers.flatMap(register => [register >> 8, register & 0xff]));
}

/** Bits as they stand on the wire, the lowest bit of the first byte first. */
export function bitBytes(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries()) if (bit) bytes[index >> 3]! |= 1 << (index & 7);
  return bytes;
}
