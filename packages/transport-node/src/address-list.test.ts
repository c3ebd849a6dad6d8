import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressList, plainAddress } from './address-list.js';

describe('AddressList', () => {
  it.each([
    [['10.0.0.7'], '10.0.0.7', true],
    [['10.0.0.7'], '10.0.0.8', false],
    [['10.0.0.7'], '::ffff:10.0.0.7', true],
    [['::ffff:10.0.0.7'], '10.0.0.7', true],
    [['::ffff:10.0.0.0/104'], '10.9.9.9', true],
    [['10.1.2.3/8'], '10.9.9.9', true],
    [['10.0.0.0/8'], '11.0.0.0', false],
    [['0.0.0.0/0'], '203.0.113.9', true],
    [['0.0.0.0/0'], 'fe80::1', false],
    [['::/0'], 'fe80::1%eth0', true],
    [['::/0'], '10.0.0.7', false],
    [['fd00::/9'], 'fd7f::1', true],
    [['fd00::/9'], 'fd80::', false],
    [['10.0.0.1', '::1'], '::1', true],
    [[], '127.0.0.1', false],
    [['0.0.0.0/0', '::/0'], '', false],
    [['0.0.0.0/0', '::/0'], 'localhost', false],
  ])('with %j says of %s: %s', (entries, address, expected) => {
    expect(new AddressList(entries).has(address)).toBe(expected);
  });

  it.each([
    '',
    'localhost',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '::ffff:10.0.0.0/95',
    'fe80::1%eth0',
    ' 10.0.0.1',
  ])('refuses the entry %j', entry => {
    expect(() => new AddressList([entry])).toThrow(UsageError);
  });

  it('refuses a text in place of a list', () => {
    expect(() => new AddressList('10.0.0.7' as unknown as string[])).toThrow(UsageError);
  });

  it('agrees with arithmetic on any IPv4 block and address', () => {
    const number = fc.integer({ min: 0, max: 0xffff_ffff });
    const text = (value: number): string => [24, 16, 8, 0].map(shift => (value >>> shift) & 0xff).join('.');
    fc.assert(
      fc.property(
        number,
        fc.integer({ min: 0, max: 32 }),
        number,
        fc.boolean(),
        (base, prefix, other, near) => {
          // Far addresses hardly ever share a long prefix, so half of them differ in one bit.
          const address = near ? (base ^ (2 ** (other % 32))) >>> 0 : other;
          const size = 2 ** (32 - prefix);
          const inside = Math.floor(base / size) === Math.floor(address / size);
          expect(new AddressList([`${text(base)}/${prefix}`]).has(text(address))).toBe(inside);
        },
      ),
    );
  });

  it('agrees with arithmetic on any IPv6 block and address', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
    const text = (value: bigint): string => value.toString(16).padStart(32, '0').match(/..../g)!.join(':');
    const prefixes = fc.integer({ min: 0, max: 128 });
    fc.assert(
      fc.property(number, prefixes, fc.integer({ min: 0, max: 127 }), (base, prefix, bit) => {
        const address = base ^ (1n << BigInt(bit));
        const list = new AddressList([`${text(base)}/${prefix}`]);
        expect(list.has(text(base))).toBe(true);
        expect(list.has(text(address))).toBe(bit < 128 - prefix);
      }),
    );
  });
});

describe('plainAddress', () => {
  it.each([
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['::FFFF:10.0.0.7', '10.0.0.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['10.0.0.7', '10.0.0.7'],
  ])('makes of %s %s', (address, expected) => {
    expect(plainAddress(address)).toBe(expected);
  });
});
