import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { MemoryBank } from './memory-bank.js';

describe('a memory bank', () => {
  it.each([
    ['a register above 65535', { holdingRegisters: { 7: 65_536 } }, 'holding register 7'],
    ['a register below 0', { inputRegisters: { 7: -1 } }, 'input register 7'],
    ['half a register', { holdingRegisters: { 7: 0.5 } }, 'holding register 7'],
    ['a number as a coil', { coils: { 2: 1 as unknown as boolean } }, 'coil 2'],
    ['an address above 65535', { discreteInputs: { 65536: true } }, 'address'],
    ['a record above 65535', { files: { 4: { 1: 70_000 } } }, 'file 4, record 1'],
    ['a queued value above 65535', { queues: { 30: [1, 70_000] } }, 'queue 30'],
  ])('refuses %s when it is made', (_, contents, about) => {
    expect(() => new MemoryBank(contents)).toThrow(UsageError);
    expect(() => new MemoryBank(contents)).toThrow(about);
  });

  it('refuses a value that no register holds, and keeps the old one', () => {
    const bank = new MemoryBank({ holdingRegisters: { 100: 4711 } });
    expect(() => bank.holdingRegisters.set(100, 70_000)).toThrow(UsageError);
    expect(bank.holdingRegisters.get(100)).toBe(4711);
  });
});
