import type { Exchange } from '@bus/line';
import { expect, test } from 'vitest';
import type { AnyPduCodec } from './pdu/pdu-codec.js';
import { readCoils } from './pdu/read-bits.js';
import { readHoldingRegisters, readInputRegisters } from './pdu/read-registers.js';
import { writeSingleRegister } from './pdu/write-single-register.js';
import { PreparedReads } from './prepared-reads.js';

/** What a unit does: the exchange that is known, or a new one, which is kept. */
function ask(reads: PreparedReads, codec: AnyPduCodec, request: unknown, label: string): string {
  const known = reads.get(codec, request);
  if (known !== undefined) return known.label;
  reads.keep(codec, request, { label } as Exchange<unknown>);
  return label;
}

test('the same read is made once', () => {
  const reads = new PreparedReads();
  const request = { startAddress: 7, quantity: 2 };
  expect(ask(reads, readHoldingRegisters, request, 'first')).toBe('first');
  expect(ask(reads, readHoldingRegisters, { ...request }, 'second')).toBe('first');
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
  ask(reads, readHoldingRegisters, { startAddress: 7, quantity: 2 }, 'known');
  expect(ask(reads, codec, request, 'new')).toBe('new');
});

test('a write is made anew each time', () => {
  const reads = new PreparedReads();
  const request = { address: 1, value: 2 };
  ask(reads, writeSingleRegister, request, 'first');
  expect(ask(reads, writeSingleRegister, request, 'second')).toBe('second');
});

test('reads are told apart when they take turns', () => {
  const reads = new PreparedReads();
  const other = { startAddress: 9, quantity: 2 };
  const request = { startAddress: 7, quantity: 2 };
  ask(reads, readHoldingRegisters, request, 'one');
  ask(reads, readHoldingRegisters, other, 'other');
  for (let round = 0; round < 3; round += 1) {
    expect(ask(reads, readHoldingRegisters, request, 'new')).toBe('one');
    expect(ask(reads, readHoldingRegisters, other, 'new')).toBe('other');
  }
});

test('only so many reads are kept', () => {
  const reads = new PreparedReads();
  const first = { startAddress: 0, quantity: 1 };
  for (let startAddress = 0; startAddress <= 64; startAddress += 1)
    ask(reads, readHoldingRegisters, { startAddress, quantity: 1 }, 'old');
  expect(ask(reads, readHoldingRegisters, first, 'new')).toBe('new');
});
