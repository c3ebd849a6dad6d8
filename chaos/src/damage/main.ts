import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { countDamage } from './count-damage.js';
import { damageCases } from './damage-cases.js';
import { type DamageRow, damageTable } from './damage-table.js';
import { replaceMarked } from './replace-marked.js';

const PAGE = new URL('../../../docs/what-can-still-go-wrong.md', import.meta.url);

const { values } = parseArgs({
  options: {
    patterns: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const patterns = wholeNumber('patterns', values.patterns);
const seed = wholeNumber('seed', values.seed);

const rows: DamageRow[] = [];
for (const of of await damageCases()) {
  console.error(`${of.name} …`);
  rows.push({ of, counts: await countDamage(of, patterns, seed) });
}
const table = damageTable(rows);
console.log(table);
if (values['write-docs']) {
  await writeFile(PAGE, replaceMarked(await readFile(PAGE, 'utf8'), 'damage', table));
  console.error('written into docs/what-can-still-go-wrong.md');
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new RangeError(`--${name} must be a whole number, 1 or more, not ${text}`);
}
