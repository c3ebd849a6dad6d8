import { describe, expect, it } from 'vitest';
import { virtualContext } from '../../test/virtual-context.js';
import { read } from './read.js';

const port = '/dev/ttyUSB1';

describe('the read service', () => {
  it('reads one register with its decimals', async () => {
    const { context } = virtualContext();
    expect(await read({ port, unit: 1, address: 289, decimals: 1 }, context)).toEqual({
      port,
      framing: 'rtu',
      simulated: false,
      unit: 1,
      table: 'holding',
      address: 289,
      quantity: 1,
      functionCode: 3,
      type: 'uint16',
      values: [77.2],
      value: 77.2,
      decimals: 1,
      elapsed: expect.any(Number),
    });
  });

  it('reads several, which have no single value', async () => {
    const { context } = virtualContext();
    const result = await read({ port, unit: 1, address: 290, count: 2, signed: true, decimals: 1 }, context);
    expect(result.values).toEqual([-2.8, 0.5]);
    expect(result).not.toHaveProperty('value');
  });

  it.each([
    ['input', 7, 4, 4711],
    ['coil', 1, 1, true],
    ['discrete', 3, 2, true],
  ] as const)('reads the table %s', async (table, address, functionCode, value) => {
    const { context, sent } = virtualContext();
    const result = await read({ port, unit: 1, address, table }, context);
    expect(result).toMatchObject({ table, functionCode, value });
    expect(sent()).toEqual([[1, functionCode, 0, address, 0, 1]]);
  });

  it.each([
    ['float32', { type: 'float32', order: 'CDAB' }, 24.5],
    ['uint64', { type: 'uint64' }, 0x0000_41c4_ffff_fffen],
    ['a bit', { type: 'bit', bit: 2 }, true],
    ['an entity', {}, 0],
  ] as const)('reads %s', async (_, options, value) => {
    const { context, bank } = virtualContext();
    for (const [index, register] of [0, 0x41c4, 0xffff, 0xfffe].entries())
      bank.holdingRegisters.set(24 + index, register);
    if ('bit' in options) bank.holdingRegisters.set(24, 4);
    const result = await read({ port, unit: 1, address: 'entity:40025', ...options }, context);
    expect(result.value).toEqual(value);
  });

  it('tells which line it opens, and who chose it', async () => {
    const { context, lines } = virtualContext();
    await read({ unit: 1, address: 289, count: 3 }, { ...context, env: { BUS_PORT: port } });
    const description = 'virtual rtu unit 1, holding 289 to 291, FC3';
    expect(lines).toEqual([{ medium: 'virtual', description, origin: 'BUS_PORT', simulated: false }]);
  });

  it('marks what the simulated line says', async () => {
    const { context, made } = virtualContext();
    const result = await read({ port: 'sim:', unit: 1, address: 289, decimals: 1 }, context);
    expect(result).toMatchObject({ port: 'sim:', simulated: true, value: 77.2 });
    expect(made).toEqual([]);
  });

  it.each([
    ['decimals that are none', { decimals: 11 }],
    ['decimals of a coil', { table: 'coil', decimals: 1 }],
    ['the sign of an input', { table: 'discrete', signed: true }],
    ['no register', { count: 0 }],
    ['more registers than one request holds', { count: 126 }],
    ['an address beyond the table', { address: 65_536 }],
    ['registers beyond the end', { address: 65_535, count: 2 }],
    ['a unit that cannot be', { unit: 248 }],
    ['the broadcast address', { unit: 0 }],
    ['an impossible time-out', { timeout: 0 }],
  ] as const)('refuses %s before the port is opened', async (_, options) => {
    const { context, lines } = virtualContext();
    const reading = read({ port, unit: 1, address: 289, ...options }, context);
    await expect(reading).rejects.toMatchObject({ code: 'bad-argument' });
    expect(lines).toEqual([]);
  });

  it('passes on what the device refuses', async () => {
    const { context } = virtualContext();
    await expect(read({ port, unit: 1, address: 5 }, context)).rejects.toMatchObject({
      code: 'device',
      exceptionCode: 2,
    });
  });

  it('repeats a read as often as it is told', async () => {
    const { context, sent } = virtualContext();
    const reading = read({ port, unit: 9, address: 5, timeout: 5, retries: 2 }, context);
    await expect(reading).rejects.toMatchObject({ code: 'no-reply', facts: { attempt: 3 } });
    expect(sent()).toHaveLength(3);
  });
});
