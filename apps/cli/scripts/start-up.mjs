/**
 * Measures what `bus read` on the simulated line costs, next to Node importing `@oclif/core` and running an empty command.
 * Both run in turn, so that what else the machine does troubles them alike.
 *
 * node scripts/start-up.mjs [rounds]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 40);
const root = fileURLToPath(new URL('..', import.meta.url));
// In this folder, so that `@oclif/core` is found.
const folder = mkdtempSync(`${root}.start-up-`);
const empty = `${folder}/empty.mjs`;
writeFileSync(
  empty,
  "import { Command } from '@oclif/core';\nclass Empty extends Command { async run() { await this.parse(Empty); } }\nawait Empty.run([], import.meta.url);\n",
);
const runs = {
  'node -e 0': ['-e', '0'],
  'empty command': [empty],
  'bus read': [
    `${root}bin/bus.js`,
    'read',
    '--port',
    'sim:',
    '--slave',
    '1',
    '--reg',
    '289',
    '--decimals',
    '1',
  ],
};
const times = Object.fromEntries(Object.keys(runs).map(name => [name, []]));
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BUS_')));
try {
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(runs)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: '/', env, encoding: 'utf8' });
      // The first rounds fill caches.
      if (round >= 0) times[name].push(performance.now() - start);
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
for (const [name, list] of Object.entries(times))
  console.log(`${name.padEnd(14)} ${median(list).toFixed(0)} ms`);
console.log(
  `bus read / empty command: ${(median(times['bus read']) / median(times['empty command'])).toFixed(2)}`,
);
