import type { Exchange } from '@bus/line';
import { expect, test } from 'vitest';
import { readCoils } from './pdu/read-bits.js';
import { readHoldingRegisters, readInputRegisters } from './pdu/read-registers.js';
import { writeSingleRegister } from './pdu/write-single-register.js';
import { PreparedReads } from './prepared-reads.js';

const made = (label: string) => (): Exchange<unknown> => ({ label }) as Exchange<unknown>;
const labelOf = (reads: PreparedReads, ...[codec, request, make]: Parameters<PreparedReads['get']>): string =>
  reads.get(codec, request, make).label;

test('the same read is made once', () => {
  const reads = new PreparedReads();
  const request = { startAddress: 7, quantity: 2 };
  expect(labelOf(reads, readHoldingRegisters, request, made('first'))).toBe('first');
  expect(labelOf(reads, readHoldingRegisters, { ...request }, made('second'))).toBe('first');
});

test.each([
  ['another function', readInputRegisters, { startAddress: 7, quantity: 2 }],
  ['another table', readCoils, { startAddress: 7, quantity: 2 }],
  ['another address', readHoldingRegisters, { startAddress: 8, quantity: 2 }],
  ['another quantity', readHoldingRegisters, { startAddress: 7, quantity: 3 }],
  [
    'numbers out of range that come to the same key',
    readHoldingRegisters,
    { startAddress: 6, quantity: 65_538 },
  ],
  [
    'a fraction that comes to the same key',
    readHoldingRegisters,
    { startAddress: 7 - 1 / 65_536, quantity: 3 },
  ],
])('%s is another read', (_, codec, request) => {
  const reads = new PreparedReads();
  reads.get(readHoldingRegisters, { startAddress: 7, quantity: 2 }, made('known'));
  expect(labelOf(reads, codec, request, made('new'))).toBe('new');
});

test('a write is made anew each time', () => {
  const reads = new PreparedReads();
  const request = { address: 1, value: 2 };
  reads.get(writeSingleRegister, request, made('first'));
  expect(labelOf(reads, writeSingleRegister, request, made('second'))).toBe('second');
});

test('a read that is refused is not kept', () => {
  const reads = new PreparedReads();
  const request = { startAddress: -1, quantity: 2 };
  const refuse = () => {
    throw new RangeError('no');
  };
  expect(() => reads.get(readHoldingRegisters, request, refuse)).toThrow('no');
  expect(() => reads.get(readHoldingRegisters, request, refuse)).toThrow('no');
});

test('only so many reads are kept', () => {
  const reads = new PreparedReads();
  const first = { startAddress: 0, quantity: 1 };
  for (let startAddress = 0; startAddress <= 64; startAddress += 1)
    reads.get(readHoldingRegisters, { startAddress, quantity: 1 }, made('old'));
  expect(labelOf(reads, readHoldingRegisters, first, made('new'))).toBe('new');
});
