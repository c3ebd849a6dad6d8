import { ModbusException, modbusExchange, readHoldingRegisters, rtuFraming } from '@bus/modbus';
import type { ModbusClient, ModbusUnit } from '@bus/modbus/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import type { ServerName } from '../support/peers.ts';
import { Rig } from '../support/rig.ts';
import { TABLE_SIZE, valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const pattern = (quantity: number) => Array.from({ length: quantity }, (_, index) => index % 5 < 2);

for (const name of ['libmodbus', 'pymodbus'] satisfies ServerName[]) {
  describeWith(['socat', name], `our client with a server made of ${name}`, () => {
    let rig: Rig;
    let client: ModbusClient;
    let unit: ModbusUnit;

    beforeAll(async () => {
      rig = await Rig.open(name);
      client = await rig.connect({ timeout: PATIENCE });
      unit = client.unit(1);
    });
    afterAll(() => rig?.dispose());

    it.each([1, 7, 8, 9, 2000])('reads %i coils and as many discrete inputs', async quantity => {
      expect(await unit.readBits(3, quantity, { table: 'coil' })).toEqual(
        valuesAt(valueAt.coil, 3, quantity),
      );
      expect(await unit.readBits(5, quantity)).toEqual(valuesAt(valueAt.discrete, 5, quantity));
    });

    it.each([1, 2, 124, 125])('reads %i holding registers and as many input registers', async quantity => {
      expect(await unit.readRegisters(11, quantity)).toEqual(valuesAt(valueAt.holding, 11, quantity));
      expect(await unit.readRegisters(13, quantity, { table: 'input' })).toEqual(
        valuesAt(valueAt.input, 13, quantity),
      );
    });

    it('reads the first and the last address of each table', async () => {
      for (const address of [0, TABLE_SIZE - 1]) {
        expect(await unit.readBit(address, { table: 'coil' })).toBe(valueAt.coil(address));
        expect(await unit.readBit(address)).toBe(valueAt.discrete(address));
        expect(await unit.readRegister(address)).toBe(valueAt.holding(address));
        expect(await unit.readRegister(address, { table: 'input' })).toBe(valueAt.input(address));
      }
    });

    it.each([5, 15] as const)('switches one coil with function %i and reads it back', async fc => {
      for (const state of [true, false]) {
        await unit.writeBit(2100, state, { fc });
        expect(await unit.readBit(2100, { table: 'coil' })).toBe(state);
      }
      expect(await unit.readBit(2101, { table: 'coil' })).toBe(valueAt.coil(2101));
    });

    it.each([6, 16] as const)('writes one register with function %i and reads it back', async fc => {
      for (const value of [0, 0x1234, 0xffff]) {
        await unit.writeRegister(2100, value, { fc });
        expect(await unit.readRegister(2100)).toBe(value);
      }
      expect(await unit.readRegister(2101)).toBe(valueAt.holding(2101));
    });

    it.each([1, 8, 9, 1968])('writes %i coils and reads them back', async quantity => {
      await unit.writeBits(1000, pattern(quantity));
      expect(await unit.readBits(1000, quantity, { table: 'coil' })).toEqual(pattern(quantity));
    });

    it.each([1, 2, 123])('writes %i registers and reads them back', async quantity => {
      const registers = Array.from({ length: quantity }, (_, index) => (index * 521 + 9) & 0xffff);
      await unit.writeRegisters(2200, registers);
      expect(await unit.readRegisters(2200, quantity)).toEqual(registers);
      expect(await unit.readRegister(2200 + quantity)).toBe(valueAt.holding(2200 + quantity));
    });

    it('writes and reads numbers with decimals and a sign', async () => {
      await unit.writeRegister(2400, 95.0, { decimals: 1 });
      expect(await unit.readRegister(2400)).toBe(950);
      expect(await unit.readRegister(2400, { decimals: 1 })).toBe(95);
      await unit.writeRegister(2401, -0.29, { decimals: 2, signed: true });
      expect(await unit.readRegister(2401)).toBe(0x10000 - 29);
      expect(await unit.readRegister(2401, { decimals: 2, signed: true })).toBe(-0.29);
      await unit.writeRegister(2402, '77.2', { decimals: 1, fc: 6 });
      expect(await unit.readRegister(2402, { decimals: 1 })).toBe(77.2);
    });

    it('is told exception 2 for an address that does not exist, in every table', async () => {
      const missing = { name: 'ModbusException', code: 'device', exceptionCode: 2 };
      await expect(unit.readBits(TABLE_SIZE, 1, { table: 'coil' })).rejects.toMatchObject(missing);
      await expect(unit.readBits(TABLE_SIZE - 1, 2)).rejects.toMatchObject(missing);
      await expect(unit.readRegisters(TABLE_SIZE - 1, 2)).rejects.toMatchObject(missing);
      await expect(unit.readRegister(65_535, { table: 'input' })).rejects.toMatchObject(missing);
      await expect(unit.writeBit(TABLE_SIZE, true)).rejects.toMatchObject(missing);
      await expect(unit.writeRegister(TABLE_SIZE, 1, { fc: 6 })).rejects.toMatchObject(missing);
      await expect(unit.writeBits(TABLE_SIZE - 1, [true, true])).rejects.toMatchObject(missing);
      await expect(unit.writeRegisters(TABLE_SIZE - 1, [1, 2])).rejects.toMatchObject(missing);
      expect(await unit.readRegister(TABLE_SIZE - 1)).toBe(valueAt.holding(TABLE_SIZE - 1));
    });

    it.each([0, 126])(
      'is refused when it asks for %i registers, which it never does by itself',
      async quantity => {
        const pdu = Uint8Array.of(readHoldingRegisters.code, 0, 0, 0, quantity);
        const codec = { ...readHoldingRegisters, encodeRequest: () => pdu };
        const question = modbusExchange(rtuFraming, codec, 1, { startAddress: 0, quantity: 1 });
        const refusal = await client.line.exchange(question, { timeout: PATIENCE }).catch(error => error);
        expect(refusal).toBeInstanceOf(ModbusException);
        // The specification says 3; servers say what they like.
        expect([1, 2, 3, 4]).toContain(refusal.exceptionCode);
        expect(await unit.readRegister(6, { retries: 2 })).toBe(valueAt.holding(6));
      },
    );

    it('broadcasts writes, which are carried out and not answered', async () => {
      const received: number[] = [];
      const end = client.line.on('trace', ({ direction, bytes }) => {
        if (direction === 'received') received.push(...bytes);
      });
      const all = client.unit(0);
      await all.writeRegister(2500, 4711, { fc: 6 });
      await all.writeRegisters(2501, [4712, 4713]);
      await all.writeBit(2500, !valueAt.coil(2500));
      await all.writeBits(2501, [!valueAt.coil(2501), !valueAt.coil(2502)]);
      end();
      expect(received).toEqual([]);
      expect(await unit.readRegisters(2500, 3)).toEqual([4711, 4712, 4713]);
      expect(await unit.readBits(2500, 3, { table: 'coil' })).toEqual(
        valuesAt(valueAt.coil, 2500, 3).map(state => !state),
      );
    });

    it('gets the right value in each of 500 reads, one after another', async () => {
      const got: number[] = [];
      for (let address = 0; address < 500; address += 1) got.push(await unit.readRegister(address));
      expect(got).toEqual(valuesAt(valueAt.holding, 0, 500));
    });

    it('answers 1000 calls that are made at once in their order', async () => {
      const order: number[] = [];
      const calls = Array.from({ length: 1000 }, async (_, address) => {
        const value = await unit.readRegister(address, { table: 'input' });
        order.push(address);
        return value;
      });
      expect(await Promise.all(calls)).toEqual(valuesAt(valueAt.input, 0, 1000));
      expect(order).toEqual(valuesAt(address => address, 0, 1000));
    });

    it('saw no damaged, late, foreign or stale byte in all this', () => {
      const { units, losses, noiseBytes, staleBytes } = client.line.statistics;
      expect({ losses, noiseBytes, staleBytes }).toEqual({ losses: 0, noiseBytes: 0, staleBytes: 0 });
      const clean = { timeouts: 0, checksumErrors: 0, late: 0, foreign: 0, wrong: 0 };
      expect(units.get(1)).toMatchObject(clean);
    });
  });
}
