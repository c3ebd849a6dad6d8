import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addUp, forgetResults, report } from './lib/totals.mjs';

const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(testResults) {
  const folder = mkdtempSync(join(tmpdir(), 'totals-'));
  folders.push(folder);
  mkdirSync(join(folder, '.vitest'));
  writeFileSync(join(folder, '.vitest', 'results.json'), JSON.stringify({ testResults }));
  return folder;
}

const file = (status, ...statuses) => ({
  name: join(process.cwd(), 'a.test.ts'),
  status,
  assertionResults: statuses.map((each, index) => ({ fullName: `test ${index}`, status: each })),
});

function closing(total, ci) {
  const lines = [];
  const code = report('tests', total, { ci, print: line => lines.push(line) });
  return { code, last: lines.at(-1), lines };
}

describe('the closing total', () => {
  it('adds up every package', () => {
    const total = addUp([
      folderWith([file('passed', 'passed', 'passed')]),
      folderWith([file('passed', 'passed')]),
    ]);
    expect(closing(total, true)).toMatchObject({ code: 0, last: 'tests: 3 passed, 0 failed, 0 skipped' });
  });

  it('names a skipped test, which fails the run only in CI', () => {
    const total = addUp([folderWith([file('passed', 'passed', 'pending', 'todo')])]);
    expect(closing(total, false)).toMatchObject({ code: 0, last: 'tests: 1 passed, 0 failed, 2 skipped' });
    expect(closing(total, true).code).toBe(1);
    expect(closing(total, false).lines).toContain('  - a.test.ts: test 1');
  });

  it('fails for a failed test', () => {
    const total = addUp([folderWith([file('failed', 'passed', 'failed')])]);
    expect(closing(total, false)).toMatchObject({ code: 1, last: 'tests: 1 passed, 1 failed, 0 skipped' });
  });

  it('fails for a file that could not be loaded, a package without tests and a package without results', () => {
    const missing = folderWith([file('passed', 'passed')]);
    forgetResults([missing]);
    const total = addUp([folderWith([file('failed')]), folderWith([]), missing]);
    expect(closing(total, false)).toMatchObject({ code: 1, last: 'tests: 0 passed, 3 failed, 0 skipped' });
  });
});
