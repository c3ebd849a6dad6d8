import { describe, expect, it } from 'vitest';
import { valueVectors } from '../../test/vectors.js';
import { entityNumbers, formatAddress } from './format-address.js';
import { type AddressNotation, type ParseAddressOptions, parseAddress } from './parse-address.js';
import { parseEntity } from './parse-entity.js';

const badArgument = expect.objectContaining({ code: 'bad-argument' });

const accepted: [string | number, string, number, AddressNotation, ParseAddressOptions?][] = [
  [289, 'holding', 289, 'number'],
  [40_290, 'holding', 40_290, 'number'],
  [40_290, 'input', 40_290, 'number', { table: 'input', base: 'protocol' }],
  ['0', 'holding', 0, 'protocol'],
  ['289', 'holding', 289, 'protocol'],
  [' 289 ', 'coil', 289, 'protocol', { table: 'coil' }],
  ['65535', 'holding', 65_535, 'protocol'],
  ['20001', 'holding', 20_001, 'protocol'],
  ['40000', 'holding', 40_000, 'protocol'],
  ['0x121', 'holding', 289, 'hexadecimal'],
  ['0XFFFF', 'input', 65_535, 'hexadecimal', { table: 'input' }],
  ['0x00012', 'holding', 18, 'hexadecimal', { base: 'protocol' }],
  ['0x00012', 'coil', 11, 'modicon', { base: 'entity' }],
  ['40290', 'holding', 40_290, 'protocol', { base: 'protocol' }],
  ['40290', 'holding', 289, 'entity', { base: 'entity' }],
  ['00001', 'coil', 0, 'entity', { base: 'entity' }],
  ['00001', 'holding', 1, 'protocol', { base: 'protocol' }],
  ['400290', 'holding', 289, 'entity'],
  ['300290', 'input', 289, 'entity'],
  ['100016', 'discrete', 15, 'entity'],
  ['065536', 'coil', 65_535, 'entity'],
  ['465536', 'holding', 65_535, 'entity'],
  ['entity:40290', 'holding', 289, 'entity'],
  ['entity:49999', 'holding', 9998, 'entity'],
  ['Entity:00001', 'coil', 0, 'entity'],
  ['4x290', 'holding', 289, 'modicon'],
  ['4X00290', 'holding', 289, 'modicon'],
  ['4x65536', 'holding', 65_535, 'modicon'],
  ['3x290', 'input', 289, 'modicon'],
  ['1x1', 'discrete', 0, 'modicon'],
  ['%MW289', 'holding', 289, 'iec'],
  ['%mw0', 'holding', 0, 'iec'],
  ['%IW5', 'input', 5, 'iec'],
  ['%M12', 'coil', 12, 'iec'],
  ['%I3', 'discrete', 3, 'iec'],
  ['holding:289', 'holding', 289, 'prefixed'],
  ['hr:99', 'holding', 99, 'prefixed'],
  ['HR: 0x63', 'holding', 99, 'prefixed'],
  ['hr:40290', 'holding', 40_290, 'prefixed'],
  ['input:7', 'input', 7, 'prefixed'],
  ['ir:7', 'input', 7, 'prefixed'],
  ['discrete:7', 'discrete', 7, 'prefixed'],
  ['di:7', 'discrete', 7, 'prefixed'],
  ['coil:12', 'coil', 12, 'prefixed'],
  ['co:12', 'coil', 12, 'prefixed', { table: 'coil', base: 'entity' }],
];

describe('F41: the address', () => {
  it.each(accepted)('%s is %s %i (%s) with %o', (text, table, address, notation, options = {}) => {
    expect(parseAddress(text, options)).toEqual({ table, address, notation });
  });

  it.each([
    '',
    'x',
    '-1',
    '65536',
    '40290x',
    '2x1',
    '4x0',
    '4x65537',
    '4x',
    '0x',
    '0x10000',
    '465537',
    '400000',
    '200001',
    '1234567',
    '1e3',
    '28.9',
    '%MW65536',
    '%MD5',
    '%MX0.1',
    '%QW1',
    'hr:',
    'hr:65536',
    'hr:-1',
    'reg:1',
    'entity:289',
    'entity:40000',
    'entity:465537',
    'constructor:1',
    -1,
    65_536,
    1.5,
    Number.NaN,
  ])('%s is none', text => {
    expect(() => parseAddress(text)).toThrow(badArgument);
  });

  it.each(['40290', '30001', '10001', '00001', '000001', '49999', '012345', '0x00012'])(
    '%s is ambiguous',
    text => {
      expect(() => parseAddress(text)).toThrow(badArgument);
      expect(() => parseAddress(text)).toThrow('may be protocol address');
    },
  );

  it('in an ambiguous form is shown in both readings, with a way to say each', () => {
    expect(() => parseAddress('40290')).toThrow(
      expect.objectContaining({
        message: "'40290' may be protocol address 40290 or holding register 289 (entity 40290 or 400290)",
        hint: 'Write holding:40290 or entity:40290, or say which base addresses have.',
      }),
    );
    expect(() => parseAddress('30001', { table: 'coil' })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('coil:30001 or entity:30001') }),
    );
  });

  it('must fit the base and the table that were declared', () => {
    expect(() => parseAddress('289', { base: 'entity' })).toThrow("'289' is not an entity number");
    expect(() => parseAddress('400290', { base: 'protocol' })).toThrow(badArgument);
    expect(() => parseAddress(40_290, { base: 'entity' })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("'40290'") }),
    );
    expect(() => parseAddress('1', { table: 'coils' as 'coil' })).toThrow('table must be coil or');
    expect(() => parseAddress('1', { base: 'one' as 'entity' })).toThrow('base must be protocol or entity');
    expect(() => parseAddress('%MW1', { table: 'coil' })).toThrow("not in the table 'coil'");
    expect(() => parseAddress('40290', { table: 'input', base: 'entity' })).toThrow('holding register 289');
  });

  it.each(valueVectors.filter(({ kind }) => kind === 'entity'))(
    'as $name',
    ({ entity, table, address, valid }) => {
      if (valid) expect(parseEntity(entity)).toEqual({ table, address });
      else expect(() => parseEntity(entity)).toThrow(badArgument);
    },
  );

  it('of every table is printed with its entity numbers, which are read back', () => {
    expect(formatAddress({ table: 'holding', address: 289 })).toBe(
      'holding register 289 (entity 40290 or 400290)',
    );
    expect(formatAddress({ table: 'coil', address: 9999 })).toBe('coil 9999 (entity 010000)');
    expect(formatAddress({ table: 'discrete', address: -1 })).toBe('discrete input -1');
    for (const table of ['coil', 'discrete', 'input', 'holding'] as const) {
      for (const address of [0, 1, 9998, 9999, 65_535]) {
        for (const text of entityNumbers({ table, address }))
          expect(parseEntity(text)).toEqual({ table, address });
      }
    }
  });
});
