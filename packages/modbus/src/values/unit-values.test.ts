import { ReplyError } from '@bus/line';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { readFloat, readFloats, readLong, writeFloat, writeFloats, writeLong } from './unit-numbers.js';
import { readString, writeString } from './unit-strings.js';
import { type RegisterAccess, readValue, writeValue } from './unit-values.js';

/** Registers in memory, and what was asked of them. */
function makeAccess(contents: Record<number, number> = {}) {
  const registers = new Map(Object.entries(contents).map(([address, word]) => [Number(address), word]));
  const calls: unknown[] = [];
  const access: RegisterAccess = {
    async readRegisters(start, quantity, options) {
      calls.push(['read', start, quantity, options]);
      return Array.from({ length: quantity }, (_, index) => registers.get(start + index) ?? 0);
    },
    async writeRegisters(start, values, options) {
      calls.push(['write', start, [...values], options]);
      for (const [index, value] of values.entries()) registers.set(start + index, value);
    },
  };
  return { access, calls, registers };
}

describe('a value of a unit', () => {
  it('is read with one request for all of its registers', async () => {
    const { access, calls } = makeAccess({ 10: 0x3f80, 12: 0x4000 });
    const floats = await readValue(
      access,
      10,
      { type: 'float32', count: 2 },
      { table: 'input', timeout: 50 },
    );
    expect(floats).toEqual([1, 2]);
    expectTypeOf(floats).toEqualTypeOf<number[]>();
    expect(calls).toEqual([['read', 10, 4, { table: 'input', timeout: 50 }]]);
  });

  it('is written with one request', async () => {
    const { access, calls } = makeAccess();
    await writeValue(access, 5, -2.5, { type: 'int32', decimals: 1, order: 'CDAB' }, { retries: 0 });
    expect(calls).toEqual([['write', 5, [0xffe7, 0xffff], { retries: 0 }]]);
  });

  it('that does not fit is not sent', async () => {
    const { access, calls } = makeAccess();
    await expect(writeValue(access, 5, 70_000, { type: 'uint16' })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    await expect(readValue(access, 5, { type: 'uint8' as 'uint16' })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    expect(calls).toEqual([]);
  });

  it('that makes no sense is a malformed reply, with the place and a hint', async () => {
    const { access } = makeAccess({ 289: 0x12a4 });
    const error = await readValue(access, 289, { type: 'bcd16' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ReplyError);
    expect(error).toMatchObject({
      code: 'malformed',
      message:
        'read bcd16 from holding register 289 (entity 40290 or 400290): 12A4 is not BCD: a digit is above 9',
      hint: expect.stringContaining('explain'),
    });
    const unit = { ...access, id: 7 };
    const inputs = { table: 'input' } as const;
    await expect(readValue(unit, 289, { type: 'bcd16' }, inputs)).rejects.toMatchObject({
      code: 'malformed',
      label: 'unit 7, read bcd16 from input register 289 (entity 30290 or 300290)',
      facts: { unit: 7 },
    });
  });

  it.each([
    ['its place', { type: 'bit', bit: 4 }, 0xffef, 0x0010],
    ['its place in exchanged bytes', { type: 'bit', bit: 4, order: 'BADC' }, 0xefff, 0x1000],
  ] as const)('changes, if it is one bit, nothing but %s', async (_, spec, and, or) => {
    const { access, calls } = makeAccess({ 1: 0x7fff });
    const unit: RegisterAccess = {
      ...access,
      async maskWrite(...call) {
        calls.push(['mask', ...call]);
      },
    };
    expect(await readValue(unit, 1, spec)).toBe(true);
    await writeValue(unit, 1, false, spec, { timeout: 9 });
    await writeValue(unit, 1, true, spec);
    await writeValue(unit, 1, [true], { ...spec, count: 1 });
    expect(calls.slice(1)).toEqual([
      ['mask', 1, { and, or: 0 }, { timeout: 9 }],
      ['mask', 1, { and, or }, {}],
      ['mask', 1, { and, or }, {}],
    ]);
    await expect(writeValue(unit, 1, [true, true], { ...spec, count: 2 })).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'one bit of one register is written at a time',
    });
    await expect(writeValue(unit, 1, 1 as never, spec)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(calls).toHaveLength(4);
  });

  it('is not written if it is one bit and function 22 is missing, since the others would be cleared', async () => {
    const { access, calls } = makeAccess({ 1: 0xffff });
    await expect(writeValue(access, 1, false, { type: 'bit', bit: 4 })).rejects.toMatchObject({
      code: 'bad-argument',
      hint: expect.stringContaining('writeRegisterBit'),
    });
    expect(calls).toEqual([]);
  });
});

describe('the calls that MinimalModbus has', () => {
  it('read and write whole numbers of 2 and 4 registers', async () => {
    const { access, calls } = makeAccess({ 102: 0xffff, 103: 0xffff });
    const narrow = await readLong(access, 102);
    expectTypeOf(narrow).toEqualTypeOf<number>();
    expect(narrow).toBe(4_294_967_295);
    expect(await readLong(access, 102, { signed: true, table: 'input' })).toBe(-1);
    await writeLong(access, 108, -2n, { signed: true, registers: 4 });
    const wide = await readLong(access, 108, { registers: 4 });
    expectTypeOf(wide).toEqualTypeOf<bigint>();
    expect(wide).toBe(0xfffffffffffffffen);
    await writeLong(access, 222, 2_923_517_522, { order: 'CDAB' });
    expect(calls.at(-1)).toEqual(['write', 222, [0x5652, 0xae41], {}]);
    await expect(writeLong(access, 1, -1)).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(readLong(access, 1, { registers: 3 as 2 })).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('take an array element by element from whoever says that it reads no register at once', async () => {
    const { access, calls } = makeAccess();
    await readValue({ ...access, maxRegisters: 0 }, 8, { type: 'float32', count: 2 });
    expect(calls).toEqual([
      ['read', 8, 2, {}],
      ['read', 10, 2, {}],
    ]);
  });

  it('read and write floats', async () => {
    const { access, calls } = makeAccess();
    await writeFloat(access, 103, 1.1);
    expect(calls).toEqual([['write', 103, [0x3f8c, 0xcccd], {}]]);
    expect(await readFloat(access, 103)).toBe(Math.fround(1.1));
    await writeFloat(access, 110, -3.6e30, { registers: 4, order: 'BADC' });
    expect(await readFloat(access, 110, { registers: 4, order: 'BADC' })).toBe(-3.6e30);
    await expect(writeFloat(access, 1, 1e39)).rejects.toMatchObject({ code: 'bad-argument' });
    await writeFloat(access, 1, 1e39, { allowInfinity: true, timeout: 9 });
    expect(calls.at(-1)).toEqual(['write', 1, [0x7f80, 0], { timeout: 9 }]);
    await writeFloats(access, 20, [1, 2, 3], { order: 'CDAB' });
    expect(calls.at(-1)).toEqual(['write', 20, [0, 0x3f80, 0, 0x4000, 0, 0x4040], {}]);
    expect(await readFloats(access, 20, 3, { order: 'CDAB' })).toEqual([1, 2, 3]);
  });

  it('read and write texts, of 16 registers filled with blanks', async () => {
    const { access, calls, registers } = makeAccess();
    await writeString(access, 104, 'A');
    expect(calls).toEqual([['write', 104, [0x4120, ...new Array(15).fill(0x2020)], {}]]);
    expect(await readString(access, 104)).toBe('A');
    expect(await readString(access, 104, { registers: 2, trim: 'none' })).toBe('A   ');
    await writeString(access, 200, 'LC-7', { registers: 4, pad: '\0', order: 'BADC' });
    expect(registers.get(200)).toBe(0x434c);
    expect(await readString(access, 200, { registers: 4, order: 'BADC', table: 'holding' })).toBe('LC-7');
    expect(calls.at(-1)).toEqual(['read', 200, 4, { table: 'holding' }]);
  });
});
