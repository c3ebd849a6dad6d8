import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeDocument } from '../document.js';
import type { CellResult } from '../run-matrix.js';
import { noCounts } from '../tally.js';
import { rivalSection } from './rival-section.js';

const cell = (client: string, fault: string, right: number, wrong: number): CellResult => ({
  client,
  rival: true,
  framing: 'rtu',
  fault,
  callers: 1,
  counts: { ...noCounts(), exchanges: 200, right, wrong, errors: { 'timed-out': 200 - right - wrong } },
  wrongs: [],
  escaped: [],
});
const cells = [
  cell('one', 'silence', 150, 0),
  cell('one', 'doubled', 100, 3),
  cell('two', 'doubled', 200, 0),
];

const run = (...results: CellResult[]) => ({ seed: 7, node: 'v1', seconds: 1, cells: results });

it('the page compares other packages by fault', () => {
  const text = rivalSection([run(...cells)]).join('\n');
  expect(text).toMatch(/\| one +\| rtu +\| +400 \| +250 \|/);
  expect(text).toContain('600 exchanges, seed 7:');
  expect(text).toContain('Errors of one: timed-out 147.');
  expect(text).toMatch(/\| silence +\| +75\.0 \/ 0 \| +– \|/);
  expect(text).toMatch(/\| doubled +\| +50\.0 \/ 3 \| +100\.0 \/ 0 \|/);
});

it('the page keeps them apart from what is expected of our clients', () => {
  const { rival: _, ...own } = cell('ours', 'silence', 200, 0);
  const page = makeDocument([run(own, ...cells), { ...run(...cells), seed: 8 }]);
  expect(page).toContain('chaos: 200 exchanges, 0 wrong values');
  expect(page).toContain('Seed 7; ');
  expect(page).toContain('1,200 exchanges, seed 7, 8:');
  expect(page.indexOf('| ours')).toBeLessThan(page.indexOf('## Other packages'));
  expect(page.indexOf('| one')).toBeGreaterThan(page.indexOf('## Other packages'));
  expect(rivalSection([])).toEqual([]);
});

it('the page names the versions that are installed', async () => {
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { devDependencies } = JSON.parse(file) as { devDependencies: Record<string, string> };
  const [section] = rivalSection([run(...cells)]);
  for (const [name, version] of Object.entries(devDependencies))
    expect(section).toContain(`${name} ${version}`);
});
