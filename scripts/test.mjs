/** `npm test`: installs, builds, runs every test and check through turbo's cache, and closes with an honest total. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addUp, forgetResults, report } from './lib/totals.mjs';
import { ensureInstalled, root, turbo, workspaceFolders } from './setup.mjs';

const tasks = [
  ...['build', 'typecheck', 'test', 'check:package'],
  ...[
    'lint',
    'test:scripts',
    'check:arrows',
    'check:files',
    'check:browser',
    'check:consumers',
    'check:snippets',
    'check:licences',
    'check:release',
  ],
];

await ensureInstalled();

const hasTests = folder => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).scripts?.test;
const tested = [...workspaceFolders().filter(hasTests), 'scripts'].map(folder => join(root, folder));
forgetResults(tested);
const { code } = await turbo(['run', ...tasks, '--continue=dependencies-successful', '--log-order=grouped'], {
  show: true,
});

if (code !== 0) console.log('\nNot everything passed: turbo names what failed above.');
const failed = report('tests', addUp(tested));
process.exit(code || failed);
