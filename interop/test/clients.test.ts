import { afterAll, beforeAll, expect, it } from 'vitest';
import { clients, type ServerName } from '../support/peers.ts';
import { SimulatedUnits } from '../support/simulated-units.ts';
import { TABLE_SIZE, valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

/** What each library says to exception 2. */
const refusals = { libmodbus: 'refused: Illegal data address', pymodbus: 'refused: 2' };
const printed = (values: readonly (number | boolean)[]) => values.map(Number).join(' ');

for (const name of ['libmodbus', 'pymodbus'] satisfies ServerName[]) {
  describeWith(['socat', name], `our instruments with a client made of ${name}`, () => {
    let units: SimulatedUnits;
    const ask = (...numbers: [number, number, number, ...number[]]) => clients[name](units.path, ...numbers);

    beforeAll(async () => {
      units = await SimulatedUnits.open();
    });
    afterAll(() => units?.dispose());

    it('answers the largest reads of all four tables', async () => {
      expect(await ask(3, 1, 17, 2000)).toBe(printed(valuesAt(valueAt.coil, 17, 2000)));
      expect(await ask(3, 2, 18, 2000)).toBe(printed(valuesAt(valueAt.discrete, 18, 2000)));
      expect(await ask(3, 3, 19, 125)).toBe(printed(valuesAt(valueAt.holding, 19, 125)));
      expect(await ask(3, 4, 20, 125)).toBe(printed(valuesAt(valueAt.input, 20, 125)));
    });

    it('answers reads of a single value', async () => {
      expect(await ask(1, 1, 172, 1)).toBe('1');
      expect(await ask(1, 2, 196, 1)).toBe('0');
      expect(await ask(1, 3, 289, 1)).toBe('772');
      expect(await ask(1, 4, 290, 1)).toBe(String(0x10000 - 28));
    });

    it('carries out writes of one and of many', async () => {
      expect(await ask(1, 5, 173, 1)).toBe('written');
      expect(units.controller.bank.coils.get(173)).toBe(true);
      expect(await ask(1, 6, 24, 955)).toBe('written');
      expect(units.controller.bank.holdingRegisters.get(24)).toBe(955);
      expect(await ask(1, 15, 172, 0, 0, 1)).toBe('written');
      expect(await ask(1, 1, 172, 3)).toBe('0 0 1');
      expect(await ask(1, 16, 100, 1, 2, 65_535)).toBe('written');
      expect(await ask(1, 3, 100, 4)).toBe('1 2 65535 0');
    });

    it('carries out the largest writes', async () => {
      const coils = Array.from({ length: 1968 }, (_, index) => Number(index % 3 === 1));
      expect(await ask(3, 15, 500, ...coils)).toBe('written');
      expect(await ask(3, 1, 500, 1968)).toBe(printed(coils));
      const registers = Array.from({ length: 123 }, (_, index) => (index * 601) & 0xffff);
      expect(await ask(3, 16, 500, ...registers)).toBe('written');
      expect(await ask(3, 3, 500, 123)).toBe(printed(registers));
    });

    it('refuses addresses that do not exist, and writes nothing then', async () => {
      expect(await ask(1, 3, 288, 1)).toBe(refusals[name]);
      expect(await ask(3, 1, TABLE_SIZE - 1, 2)).toBe(refusals[name]);
      expect(await ask(3, 16, TABLE_SIZE - 1, 1, 2)).toBe(refusals[name]);
      expect(units.tables.bank.holdingRegisters.get(TABLE_SIZE - 1)).toBe(valueAt.holding(TABLE_SIZE - 1));
    });

    it('refuses functions that the remote I/O does not know', async () => {
      const refusal = name === 'libmodbus' ? 'refused: Illegal function' : 'refused: 1';
      expect(await ask(2, 4, 2, 1)).toBe(refusal);
      expect(await ask(2, 16, 2, 1, 2)).toBe(refusal);
      expect(await ask(2, 6, 2, 77)).toBe('written');
      expect(await ask(2, 3, 1, 2)).toBe('2 77');
    });

    // pymodbus asks four times before it believes that a broadcast is not answered.
    if (name === 'libmodbus')
      it('carries out a broadcast on every unit and answers nothing', async () => {
        expect(await ask(0, 6, 2, 4711)).toBe('refused: Connection timed out');
        expect(units.io.bank.holdingRegisters.get(2)).toBe(4711);
        expect(units.tables.bank.holdingRegisters.get(2)).toBe(4711);
        expect(units.controller.bank.holdingRegisters.get(2)).toBeUndefined();
      });

    it('met no error in all this', () => expect(units.errors).toEqual([]));
  });
}
