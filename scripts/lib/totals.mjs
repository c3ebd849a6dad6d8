/** Adds up what vitest's JSON reporter left behind, so that the closing line of a run counts what really ran. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const resultsOf = folder => join(folder, '.vitest', 'results.json');

/** Removes earlier results, so that a package whose tests do not run cannot pass with old ones. */
export function forgetResults(folders) {
  for (const folder of folders) rmSync(resultsOf(folder), { force: true });
}

/**
 * @param {string[]} folders of packages that must have results.
 * @returns {{ passed: number, failed: string[], skipped: string[] }} names, with their file.
 */
export function addUp(folders) {
  const total = { passed: 0, failed: [], skipped: [] };
  for (const folder of folders) {
    if (!existsSync(resultsOf(folder))) {
      total.failed.push(`${relative(process.cwd(), folder)}: no results`);
      continue;
    }
    const { testResults } = JSON.parse(readFileSync(resultsOf(folder), 'utf8'));
    if (testResults.length === 0) total.failed.push(`${relative(process.cwd(), folder)}: no tests`);
    for (const file of testResults) addFile(total, file);
  }
  return total;
}

function addFile(total, { name, status, assertionResults }) {
  const file = relative(process.cwd(), name);
  let failed = 0;
  for (const test of assertionResults) {
    const title = `${file}: ${test.fullName}`;
    if (test.status === 'passed') total.passed++;
    else if (test.status === 'failed') {
      failed++;
      total.failed.push(title);
    } else total.skipped.push(title);
  }
  // A file that cannot even be loaded has no tests to count.
  if (status === 'failed' && failed === 0) total.failed.push(`${file}: could not run`);
}

/**
 * Prints what was skipped and what failed by name, then the total alone on the last line.
 *
 * @returns {number} the exit code: 1 when something failed, or was skipped in CI.
 */
export function report(label, total, { ci = Boolean(process.env.CI), print = console.log } = {}) {
  if (total.skipped.length) print(`\nSkipped${ci ? ', which is a failure in CI' : ''}:`);
  for (const title of total.skipped) print(`  - ${title}`);
  if (total.failed.length) print('\nFailed:');
  for (const title of total.failed) print(`  - ${title}`);
  print('');
  print(`${label}: ${total.passed} passed, ${total.failed.length} failed, ${total.skipped.length} skipped`);
  return total.failed.length || (ci && total.skipped.length) ? 1 : 0;
}
