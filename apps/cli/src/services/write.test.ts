import { MemoryBank } from '@bus/modbus';
import { modbusInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { contextWith, virtualContext } from '../../test/virtual-context.js';
import { formatWritten } from '../format-written.js';
import { read } from './read.js';
import { type WriteOptions, write } from './write.js';

const basis = { port: '/dev/ttyUSB1', unit: 1, address: 24 };

describe('the write service', () => {
  it('writes one register with function 16', async () => {
    const { context, bank, sent } = virtualContext();
    const result = await write({ ...basis, values: ['95.0'], decimals: 1 }, context);
    expect(result).toEqual({
      port: basis.port,
      framing: 'rtu',
      simulated: false,
      unit: 1,
      table: 'holding',
      address: 24,
      quantity: 1,
      functionCode: 16,
      type: 'uint16',
      values: [95],
      value: 95,
      decimals: 1,
      broadcast: false,
      verified: false,
      elapsed: expect.any(Number),
    });
    expect(bank.holdingRegisters.get(24)).toBe(950);
    expect(sent()).toEqual([[1, 16, 0, 24, 0, 1, 2, 3, 182]]);
  });

  it('writes with function 6 when told', async () => {
    const { context, bank, sent } = virtualContext();
    expect(
      await write({ ...basis, values: ['-1.5'], decimals: 1, signed: true, fc: 6 }, context),
    ).toMatchObject({
      functionCode: 6,
      value: -1.5,
    });
    expect(bank.holdingRegisters.get(24)).toBe(0xfff1);
    expect(sent()).toEqual([[1, 6, 0, 24, 0xff, 0xf1]]);
  });

  it.each([
    ['4.35', 2, 435],
    ['0.29', 2, 29],
    ['1.005', 2, 101],
    ['655.35', 2, 65_535],
  ])('takes %s as decimal digits, never as a binary fraction', async (text, decimals, raw) => {
    const { context, bank } = virtualContext();
    await write({ ...basis, values: [text], decimals }, context);
    expect(bank.holdingRegisters.get(24)).toBe(raw);
  });

  it('says what was written after rounding', async () => {
    const { context } = virtualContext();
    expect(await write({ ...basis, values: ['95.06'], decimals: 1 }, context)).toMatchObject({ value: 95.1 });
  });

  describe('of one bit of a register', () => {
    const bit = { ...basis, bit: 3, values: ['on'] };

    it('lets the device change it with function 22, so that all others stay as they are', async () => {
      const { context, bank, sent } = virtualContext();
      const result = await write({ ...bit, verify: true }, context);
      expect(result).toMatchObject({ functionCode: 22, type: 'bit', bit: 3, value: true, verified: true });
      expect(result).not.toHaveProperty('rewritten');
      expect(bank.holdingRegisters.get(24)).toBe(800 | 8);
      await write({ ...bit, values: ['off'], bit: 5 }, context);
      expect(bank.holdingRegisters.get(24)).toBe((800 | 8) & ~32);
      expect(sent()).toEqual([
        [1, 22, 0, 24, 0xff, 0xf7, 0, 8],
        [1, 3, 0, 24, 0, 1],
        [1, 22, 0, 24, 0xff, 0xdf, 0, 0],
      ]);
    });

    it.each([undefined, 6] as const)('finds its place in exchanged bytes, with function %s', async fc => {
      const { context, bank } = virtualContext();
      await write({ ...bit, order: 'BADC', verify: true, ...(fc === undefined ? {} : { fc }) }, context);
      expect(bank.holdingRegisters.get(24)).toBe(800 | 0x0800);
      const { value } = await read({ ...basis, bit: 3, order: 'BADC' }, context);
      expect(value).toBe(true);
    });

    it.each([6, 16] as const)('rewrites the register with function %i when told, and says so', async fc => {
      const { context, bank, sent } = virtualContext();
      const result = await write({ ...bit, fc }, context);
      expect(result).toMatchObject({ functionCode: fc, value: true, rewritten: { from: 800, to: 808 } });
      expect(bank.holdingRegisters.get(24)).toBe(808);
      expect(sent().map(([, code]) => code)).toEqual([3, fc]);
      expect(formatWritten(result)).toBe(
        'wrote on to unit 1, holding 24 bit 3: read 0x0320 and wrote 0x0328',
      );
    });

    it('says what else can be done when the device does not know function 22', async () => {
      const bank = new MemoryBank({ holdingRegisters: { 24: 800 } });
      const { context } = contextWith(modbusInstrument({ unit: 1, bank, functions: new Set([3, 6]) }));
      await expect(write(bit, context)).rejects.toMatchObject({
        exceptionCode: 1,
        hint: expect.stringContaining('--fc 6 (or 16) reads the register'),
      });
      expect(bank.holdingRegisters.get(24)).toBe(800);
    });

    it('is found out when the device did not take it', async () => {
      const bank = new MemoryBank({ holdingRegisters: { 24: 800 } });
      const ignoring = { ...bank, holdingRegisters: { ...bank.holdingRegisters } } as unknown as MemoryBank;
      Object.assign(ignoring.holdingRegisters, {
        read: () => [800],
        write: () => undefined,
      });
      const { context } = contextWith(modbusInstrument({ unit: 1, bank: ignoring }));
      await expect(write({ ...bit, fc: 6, verify: true }, context)).rejects.toThrow(
        'unit 1, holding 24 bit 3 was written as on, and reads off',
      );
    });

    it.each<[string, Partial<WriteOptions>, string]>([
      ['several values', { values: ['on', 'off'] }, 'one bit of one register is written at a time, not 2'],
      ['a value that is no state', { values: ['2'] }, "a bit of a register is on or off, not '2'"],
      ['a function of coils', { fc: 5 }, 'function 5 does not write registers'],
      ['a broadcast that reads', { unit: 0, fc: 6 }, 'a broadcast cannot change a bit by reading'],
      ['another type', { type: 'uint16' }, 'bit is one of a register, which is no uint16'],
    ])('refuses %s', async (_, options, message) => {
      const { context, sent } = virtualContext();
      await expect(write({ ...bit, ...options }, context)).rejects.toThrow(message);
      expect(sent()).toEqual([]);
    });
  });

  it('takes whole numbers in hexadecimal, where they are written as they are', async () => {
    const { context, bank } = virtualContext();
    await write({ ...basis, address: 289, values: ['0x1F,0xFFFF'] }, context);
    expect(bank.holdingRegisters.read(289, 2)).toEqual([0x1f, 0xffff]);
    for (const wrong of [{ decimals: 1 }, { type: 'float32' as const }, { values: ['0x10000'] }])
      await expect(write({ ...basis, values: ['0x1F'], ...wrong }, context)).rejects.toMatchObject({
        code: 'bad-argument',
      });
  });

  it('writes several registers at once', async () => {
    const { context, bank, sent } = virtualContext();
    const result = await write({ ...basis, address: 289, values: ['1,2', '3'] }, context);
    expect(result).toMatchObject({ functionCode: 16, values: [1, 2, 3] });
    expect(result).not.toHaveProperty('value');
    expect(bank.holdingRegisters.read(289, 3)).toEqual([1, 2, 3]);
    expect(sent()).toHaveLength(1);
  });

  it.each<[string, Partial<WriteOptions>, number, boolean[]]>([
    ['one coil with function 5', { values: ['off'] }, 5, [false, false]],
    ['one coil with function 15 when told', { values: ['0'], fc: 15 }, 15, [false, false]],
    ['several coils with function 15', { values: ['false', 'true'] }, 15, [false, true]],
  ])('writes %s', async (_, options, functionCode, coils) => {
    const { context, bank } = virtualContext();
    const result = await write({ ...basis, address: 1, table: 'coil', values: [], ...options }, context);
    expect(result.functionCode).toBe(functionCode);
    expect(bank.coils.read(1, 2)).toEqual(coils);
  });

  it.each([
    ['float32', { type: 'float32', order: 'CDAB', values: ['24.5'] }, [0, 0x41c4]],
    ['uint64', { type: 'uint64', values: ['18446744073709551615'] }, [0xffff, 0xffff, 0xffff, 0xffff]],
    ['a text', { type: 'string', length: 2, values: ['a,b'] }, [0x612c, 0x6220]],
    ['bits', { type: 'bits', values: ['1000 0000 0000 0001'] }, [0x8001]],
  ] as const)('writes %s', async (_, options, registers) => {
    const { context, bank } = virtualContext();
    for (let address = 24; address < 28; address += 1) bank.holdingRegisters.set(address, 7);
    await write({ ...basis, ...options, verify: true }, context);
    expect(bank.holdingRegisters.read(24, registers.length)).toEqual(registers);
  });

  it('reads back what it wrote, and says so when it is something else', async () => {
    const { context, bank } = virtualContext();
    expect(await write({ ...basis, values: ['5'], verify: true }, context)).toMatchObject({ verified: true });
    bank.holdingRegisters.set = () => undefined;
    bank.holdingRegisters.write = () => undefined;
    await expect(write({ ...basis, values: ['6'], verify: true }, context)).rejects.toMatchObject({
      code: 'wrong-echo',
      message: 'unit 1, holding 24 was written as 6, and reads 5',
    });
  });

  it('sends a broadcast, which nobody confirms', async () => {
    const { context, bank } = virtualContext();
    expect(await write({ ...basis, unit: 0, values: ['7'] }, context)).toMatchObject({ broadcast: true });
    expect(bank.holdingRegisters.get(24)).toBe(7);
  });

  it('never repeats a write, and says that its outcome is unknown', async () => {
    const { context, sent } = virtualContext();
    const writing = write({ ...basis, unit: 9, values: ['1'], timeout: 5, retries: 5 }, context);
    await expect(writing).rejects.toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true } });
    expect(sent()).toHaveLength(1);
  });

  it.each<[string, Partial<WriteOptions>]>([
    ['a value that does not fit', { values: ['65536'] }],
    ['a negative value of an unsigned register', { values: ['-1'] }],
    ['what is no number', { values: ['warm'] }],
    ['nothing', { values: [] }],
    ['an empty value', { values: ['1,,2'] }],
    ['a decimal comma', { values: ['95,0'], decimals: 1 }],
    ['several registers with function 6', { values: ['1', '2'], fc: 6 }],
    ['several coils with function 5', { table: 'coil', values: ['on', 'off'], fc: 5 }],
    ['registers with function 5', { fc: 5 }],
    ['coils with function 16', { table: 'coil', values: ['on'], fc: 16 }],
    ['decimals of a coil', { table: 'coil', values: ['on'], decimals: 1 }],
    ['a state that is none', { table: 'coil', values: ['2'] }],
    ['registers beyond the end', { address: 65_535, values: ['1', '2'] }],
    ['a unit that cannot be', { unit: 248 }],
    ['a broadcast that is to be verified', { unit: 0, verify: true }],
    ['an input register', { address: 'IR:5' }],
    ['bits that are none', { type: 'bits', values: ['101'] }],
    ['a value that could not be told', { type: 'uint64', decimals: 2, values: ['123456789012345678.91'] }],
  ])('refuses %s before the port is opened', async (_, options) => {
    const { context, lines, bank } = virtualContext();
    const writing = write({ ...basis, values: ['1'], ...options }, context);
    await expect(writing).rejects.toMatchObject({ code: 'bad-argument' });
    expect(lines).toEqual([]);
    expect(bank.holdingRegisters.get(24)).toBe(800);
  });
});
