import { ModbusException, type ModbusUnit } from '@bus/modbus';
import { expect } from 'vitest';
import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';

/** Asks a server in one function all that its answers can be checked by. */
export type Question = (unit: ModbusUnit, everybody: ModbusUnit) => Promise<void>;

const pattern = (quantity: number) => Array.from({ length: quantity }, (_, index) => index % 5 < 2);
const numbers = (quantity: number) =>
  Array.from({ length: quantity }, (_, index) => (index * 521 + 9) & 0xffff);

async function readBits(unit: ModbusUnit, table: 'coil' | 'discrete'): Promise<void> {
  for (const quantity of [1, 7, 8, 9, 2000]) {
    expect(await unit.readBits(3, quantity, { table })).toEqual(valuesAt(valueAt[table], 3, quantity));
  }
  for (const address of [0, TABLE_SIZE - 1])
    expect(await unit.readBit(address, { table })).toBe(valueAt[table](address));
}

async function readRegisters(unit: ModbusUnit, table: 'holding' | 'input'): Promise<void> {
  for (const quantity of [1, 2, 124, 125]) {
    expect(await unit.readRegisters(11, quantity, { table })).toEqual(valuesAt(valueAt[table], 11, quantity));
  }
  for (const address of [0, TABLE_SIZE - 1])
    expect(await unit.readRegister(address, { table })).toBe(valueAt[table](address));
}

async function maskWrite(unit: ModbusUnit): Promise<void> {
  await unit.writeRegister(2300, 0x0012);
  await unit.maskWrite(2300, { and: 0x00f2, or: 0x0025 });
  expect(await unit.readRegister(2300)).toBe(0x0017);
  await unit.writeRegisterBit(2300, 15, true);
  await unit.writeRegisterBit(2300, 0, false);
  expect(await unit.readRegister(2300)).toBe(0x8016);
}

async function readWriteRegisters(unit: ModbusUnit): Promise<void> {
  const one = { read: { address: 5, quantity: 1 }, write: { address: 2310, registers: [4711] } };
  expect(await unit.readWriteRegisters(one)).toEqual([valueAt.holding(5)]);
  expect(await unit.readRegister(2310)).toBe(4711);
  const most = { read: { address: 20, quantity: 125 }, write: { address: 2310, registers: numbers(121) } };
  expect(await unit.readWriteRegisters(most)).toEqual(valuesAt(valueAt.holding, 20, 125));
  expect(await unit.readRegisters(2310, 121)).toEqual(numbers(121));
  // The write comes first.
  const same = { read: { address: 2310, quantity: 2 }, write: { address: 2311, registers: [815] } };
  expect(await unit.readWriteRegisters(same)).toEqual([numbers(1)[0], 815]);
}

/** The functions of the four tables. */
export const tableQuestions = {
  '1': unit => readBits(unit, 'coil'),
  '2': unit => readBits(unit, 'discrete'),
  '3': unit => readRegisters(unit, 'holding'),
  '4': unit => readRegisters(unit, 'input'),
  '5': async unit => {
    for (const state of [true, false]) {
      await unit.writeBit(2100, state, { fc: 5 });
      expect(await unit.readBit(2100, { table: 'coil' })).toBe(state);
    }
    expect(await unit.readBit(2101, { table: 'coil' })).toBe(valueAt.coil(2101));
  },
  '6': async unit => {
    for (const value of [0, 0x1234, 0xffff]) {
      await unit.writeRegister(2100, value, { fc: 6 });
      expect(await unit.readRegister(2100)).toBe(value);
    }
    expect(await unit.readRegister(2101)).toBe(valueAt.holding(2101));
  },
  '15': async unit => {
    for (const quantity of [1, 8, 9, 1968]) {
      await unit.writeBits(900, pattern(quantity));
      expect(await unit.readBits(900, quantity, { table: 'coil' })).toEqual(pattern(quantity));
    }
    expect(await unit.readBit(2868, { table: 'coil' })).toBe(valueAt.coil(2868));
  },
  '16': async unit => {
    for (const quantity of [1, 2, 123]) {
      await unit.writeRegisters(2500, numbers(quantity));
      expect(await unit.readRegisters(2500, quantity)).toEqual(numbers(quantity));
    }
    expect(await unit.readRegister(2623)).toBe(valueAt.holding(2623));
  },
  '22': maskWrite,
  '23': readWriteRegisters,
} satisfies Record<string, Question>;

/** Asks for what no server has, and is refused; which exception a server chooses is its own affair. */
export async function expectRefusals(unit: ModbusUnit): Promise<void> {
  const wrong = [
    () => unit.readRegisters(TABLE_SIZE, 1),
    () => unit.readRegister(65_535, { table: 'input' }),
    () => unit.readBits(60_000, 1, { table: 'coil' }),
    () => unit.readBits(60_000, 1),
    () => unit.writeRegisters(TABLE_SIZE, [1, 2]),
  ];
  for (const ask of wrong) {
    const refusal = await ask().catch(error => error);
    expect(refusal).toBeInstanceOf(ModbusException);
    expect([1, 2, 3, 4]).toContain((refusal as ModbusException).exceptionCode);
  }
  expect(await unit.readRegister(6)).toBe(valueAt.holding(6));
}

/** Writes to everybody, which nobody answers and everybody carries out. */
export async function broadcastWrites(unit: ModbusUnit, everybody: ModbusUnit): Promise<void> {
  await everybody.writeRegister(2700, 4711, { fc: 6 });
  await everybody.writeRegisters(2701, [4712, 4713]);
  await everybody.writeBit(2900, !valueAt.coil(2900));
  await everybody.writeBits(2901, [!valueAt.coil(2901)]);
  expect(await unit.readRegisters(2700, 3)).toEqual([4711, 4712, 4713]);
  expect(await unit.readBits(2900, 2, { table: 'coil' })).toEqual(
    valuesAt(valueAt.coil, 2900, 2).map(state => !state),
  );
}
