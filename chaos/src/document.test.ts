import { expect, it } from 'vitest';
import { makeDocument } from './document.js';
import type { Results } from './report.js';
import { noCounts } from './tally.js';

const cell = (client: string, exchanges: number, errors: Record<string, number> = {}) => ({
  client,
  framing: 'rtu',
  fault: 'silence',
  callers: 1,
  counts: { ...noCounts(), exchanges, right: exchanges - 1, errors, recovery: { 0: 3, 4: 1 } },
  wrongs: [],
  escaped: [],
});

it('the page adds up what several runs found, by client and by fault', () => {
  const run = (seed: number): Results => ({
    seed,
    node: 'v1',
    seconds: 1,
    cells: [cell('one', 1000, { 'no-reply': 7 }), cell('two', 10)],
  });
  const page = makeDocument([run(1), run(2)]);
  expect(page).toContain('chaos: 2,020 exchanges, 0 wrong values, 0 hangs');
  expect(page).toContain('Seed 1, 2;');
  expect(page).toMatch(/\| one +\| rtu +\| +2,000 \| 1,998 \| +14 \|.* 0 \/ 4 \|/);
  expect(page).toMatch(/### two\n\n.*\n.*\n\| silence +\| +20 \|/);
  expect(page).toContain('Errors: no-reply 14.');
});
