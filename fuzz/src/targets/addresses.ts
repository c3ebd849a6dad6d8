import { UsageError } from '@bus/line';
import { entityNumbers, formatAddress, parseAddress, parseEntity } from '@bus/modbus';
import { Cursor } from '../cursor.js';
import { must, same, unlessRefused } from '../oracle.js';
import { type Target, textOf } from '../target.js';

const BASES = [undefined, 'protocol', 'entity'] as const;
const TABLES = [undefined, 'holding', 'input', 'coil', 'discrete'] as const;

export const target: Target = {
  name: 'addresses',
  promise:
    'an address is refused with a UsageError, or names one place, and every other notation of that place leads to it',
  longest: 40,
  words: [
    '%MW',
    '%M',
    '%I',
    'hr:',
    'holding:',
    'entity:',
    '0x',
    '4x',
    '400001',
    '40001',
    '465536',
    'protocol:',
  ],
  seeds: [
    '289',
    '0x121',
    'holding:289',
    '%MW289',
    '%IW5',
    '4x290',
    '400290',
    'entity:40290',
    '40290',
    'co:172',
    '0x0',
  ].map(text => `\u0001\u0000${text}`),
  run(input) {
    const cursor = new Cursor(input);
    const [base, table] = [cursor.pick(BASES), cursor.pick(TABLES)];
    const text = textOf(cursor.rest());
    const options = { ...(base && { base }), ...(table && { table }) };
    const entity = unlessRefused(() => parseEntity(text), UsageError);
    const parsed = unlessRefused(() => parseAddress(text, options), UsageError);
    for (const place of [entity, parsed]) {
      if (place === undefined) continue;
      must(Number.isInteger(place.address) && place.address >= 0 && place.address <= 65_535, 'no address');
      must(formatAddress(place).includes(String(place.address)), 'its address is not shown');
      for (const number of entityNumbers(place)) {
        const again = parseEntity(number);
        same([again.table, again.address], [place.table, place.address], `entity ${number}`);
      }
    }
    if (parsed !== undefined && table !== undefined) same(parsed.table, table, 'the table');
  },
};
