import { describe, expect, it } from 'vitest';
import { ModbusException } from '../modbus-exception.js';
import { rawCodec } from '../pdu/raw-codec.js';
import { readCoils } from '../pdu/read-bits.js';
import { readHoldingRegisters } from '../pdu/read-registers.js';
import { writeSingleRegister } from '../pdu/write-single-register.js';
import { MemoryBank } from './memory-bank.js';
import { ModbusRefusal } from './modbus-refusal.js';
import { ServerUnit } from './server-unit.js';

const bank = () =>
  new MemoryBank({
    coils: [true, false, true],
    holdingRegisters: { 0: 1, 1: 2, 2: 3, 4: 0x12 },
    files: { 4: [1, 2, 3], 3: { 9: 0x33cd, 10: 0x40 } },
    queues: { 1246: [440, 4740], 7: Array(32).fill(0) },
  });
const ask = async (unit: ServerUnit, ...pdu: number[]) => {
  const answer = await unit.answer(Uint8Array.from(pdu));
  return answer && [...answer];
};

describe('a unit', () => {
  it('reads and writes files, all or nothing', async () => {
    const unit = new ServerUnit({ bank: bank() });
    const ranges = [6, 0, 4, 0, 1, 0, 2, 6, 0, 3, 0, 9, 0, 2];
    expect(await ask(unit, 20, 14, ...ranges)).toEqual([20, 12, 5, 6, 0, 2, 0, 3, 5, 6, 0x33, 0xcd, 0, 0x40]);
    const half = [21, 18, 6, 0, 4, 0, 0, 0, 1, 0, 99, 6, 0, 9, 0, 0, 0, 1, 0, 99];
    expect(await ask(unit, ...half)).toEqual([0x95, 2]);
    expect(unit.bank.files.get(4)!.get(0)).toBe(1);
    const whole = [21, 9, 6, 0, 4, 0, 0, 0, 1, 0, 99];
    expect(await ask(unit, ...whole)).toEqual(whole);
    expect(unit.bank.files.get(4)!.get(0)).toBe(99);
  });

  it('reads queues, and refuses long ones only when they exist', async () => {
    const unit = new ServerUnit({ bank: bank() });
    expect(await ask(unit, 24, 0x04, 0xde)).toEqual([24, 0, 6, 0, 2, 1, 0xb8, 0x12, 0x84]);
    expect(await ask(unit, 24, 0, 7)).toEqual([0x98, 3]);
    expect(await ask(unit, 24, 0, 8)).toEqual([0x98, 2]);
  });

  it('masks a register: 12 and F2 or 25 is 17', async () => {
    const unit = new ServerUnit({ bank: bank() });
    await ask(unit, 22, 0, 4, 0, 0xf2, 0, 0x25);
    expect(unit.bank.holdingRegisters.get(4)).toBe(0x17);
    expect(await ask(unit, 22, 0, 5, 0, 0xf2, 0, 0x25)).toEqual([0x96, 2]);
  });

  it('writes before it reads, and writes nothing when it may not read', async () => {
    const unit = new ServerUnit({ bank: bank() });
    expect(await ask(unit, 23, 0, 0, 0, 3, 0, 1, 0, 1, 2, 0, 9)).toEqual([23, 6, 0, 1, 0, 9, 0, 3]);
    expect(await ask(unit, 23, 0, 0, 0, 4, 0, 0, 0, 1, 2, 0, 77)).toEqual([0x97, 2]);
    expect(unit.bank.holdingRegisters.get(0)).toBe(1);
  });

  it('refuses what it has nothing to say to', async () => {
    const unit = new ServerUnit();
    expect(await ask(unit, 7)).toEqual([7, 0]);
    expect(await ask(unit, 17)).toEqual([0x91, 1]);
    expect(await ask(unit, 43, 14, 1, 0)).toEqual([0xab, 1]);
    expect(await ask(unit, 43, 13, 1)).toEqual([0xab, 1]);
    expect(await ask(unit, 0, 1)).toEqual([0x80, 1]);
    expect(await ask(unit, 3, 0, 0, 0, 1)).toEqual([0x83, 2]);
    expect(await ask(unit, 0x83, 2)).toBeUndefined();
  });

  it('tells its status, its id and its diagnostic register', async () => {
    const unit = new ServerUnit({
      exceptionStatus: () => 0x6d,
      serverId: Uint8Array.of(0xb4, 0xff),
      diagnosticRegister: 0x0102,
    });
    expect(await ask(unit, 7)).toEqual([7, 0x6d]);
    expect(await ask(unit, 17)).toEqual([17, 2, 0xb4, 0xff]);
    expect(await ask(unit, 8, 0, 2, 0, 0)).toEqual([8, 0, 2, 1, 2]);
    await ask(unit, 8, 0, 10, 0, 0);
    expect(await ask(unit, 8, 0, 2, 0, 0)).toEqual([8, 0, 2, 0, 0]);
  });

  it('knows no more functions than it is given', async () => {
    const unit = new ServerUnit({ bank: bank(), functions: new Set([3]) });
    expect(await ask(unit, 1, 0, 0, 0, 1)).toEqual([0x81, 1]);
    expect(await ask(unit, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 1]);
  });
});

describe('a handler', () => {
  it('answers instead of what is built in, at once or later', async () => {
    const unit = new ServerUnit({ bank: bank() });
    unit.handle(readHoldingRegisters, async ({ quantity }) => ({ registers: Array(quantity).fill(7) }));
    unit.handle(readCoils, ({ quantity }) => ({ bits: Array(quantity).fill(true) }));
    expect(await ask(unit, 3, 0, 0, 0, 2)).toEqual([3, 4, 0, 7, 0, 7]);
    expect(await ask(unit, 1, 9, 9, 0, 3)).toEqual([1, 1, 7]);
  });

  it('leaves a request to what is built in, and refuses others', async () => {
    const unit = new ServerUnit({ bank: bank() });
    unit.handle(writeSingleRegister, ({ value }) => {
      if (value > 1000) throw new ModbusRefusal(3);
      return undefined;
    });
    expect(await ask(unit, 6, 0, 0, 0x10, 0)).toEqual([0x86, 3]);
    expect(await ask(unit, 6, 0, 0, 0, 5)).toEqual([6, 0, 0, 0, 5]);
    expect(unit.bank.holdingRegisters.get(0)).toBe(5);
  });

  it('adds a function of one’s own', async () => {
    const unit = new ServerUnit().handle(rawCodec(100), ({ payload }) => ({ payload: payload.toReversed() }));
    expect(await ask(unit, 100, 1, 2, 3)).toEqual([100, 3, 2, 1]);
    expect(await ask(unit, 101, 1)).toEqual([0xe5, 1]);
  });

  it.each<[string, () => never | Promise<never>]>([
    [
      'throws',
      () => {
        throw new Error('on fire');
      },
    ],
    ['rejects', () => Promise.reject(new Error('on fire'))],
  ])('that %s answers exception 4 and is reported', async (_, fail) => {
    const errors: unknown[] = [];
    const unit = new ServerUnit().handle(readHoldingRegisters, fail);
    const answer = await unit.answer(Uint8Array.of(3, 0, 0, 0, 1), { onError: error => errors.push(error) });
    expect(answer).toEqual(Uint8Array.of(0x83, 4));
    expect(errors.map(String)).toEqual(['Error: on fire']);
  });

  it('passes on what a device behind it refused', async () => {
    const unit = new ServerUnit().handle(readHoldingRegisters, () => {
      throw new ModbusException('unit 3', 3, 11);
    });
    expect(await ask(unit, 3, 0, 0, 0, 1)).toEqual([0x83, 11]);
  });

  it.each([
    ['fewer registers', { registers: [1] }],
    ['more registers', { registers: [1, 2, 3] }],
    ['a register that is none', { registers: [1, 70_000] }],
  ])('that answers %s than asked for is a failure, and no answer', async (_, response) => {
    const errors: unknown[] = [];
    const unit = new ServerUnit().handle(readHoldingRegisters, () => response);
    const answer = await unit.answer(Uint8Array.of(3, 0, 0, 0, 2), { onError: error => errors.push(error) });
    expect(answer).toEqual(Uint8Array.of(0x83, 4));
    expect(errors).toHaveLength(1);
  });

  it('that answers too few bits is a failure, although the bytes would be as many', async () => {
    const unit = new ServerUnit().handle(readCoils, () => ({ bits: [true, true] }));
    expect(await ask(unit, 1, 0, 0, 0, 3)).toEqual([0x81, 4]);
  });

  it('that tells another address than was written is a failure', async () => {
    const unit = new ServerUnit().handle(writeSingleRegister, ({ value }) => ({ address: 1, value }));
    expect(await ask(unit, 6, 0, 0, 0, 3)).toEqual([0x86, 4]);
  });
});

describe('a function that a unit does not have', () => {
  it.each([
    ['17', [17, 0]],
    ['43/14', [43, 14, 9, 0]],
    ['43/14', [43, 14]],
  ])('is refused as illegal before anything else is looked at: %s', async (_, pdu) => {
    const refusal = pdu[0]! | 0x80;
    expect(await ask(new ServerUnit(), ...pdu)).toEqual([refusal, 1]);
    const identification = { vendorName: 'bus', productCode: 'T1', revision: 'V1.0' };
    const able = new ServerUnit({ serverId: Uint8Array.of(1), identification });
    expect(await ask(able, ...pdu)).toEqual([refusal, 3]);
  });
});

describe('a refusal', () => {
  it('has a code from 1 to 255', () => {
    expect(new ModbusRefusal(6)).toMatchObject({
      exceptionCode: 6,
      message: 'exception 6 (server device busy)',
    });
    for (const code of [0, 256, 1.5]) expect(() => new ModbusRefusal(code)).toThrow(/1 to 255/);
  });
});
