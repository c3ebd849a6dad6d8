import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzTarget } from './engine/fuzz-target.js';

const names = readdirSync(join(fileURLToPath(new URL('.', import.meta.url)), 'targets'))
  .filter(file => file.endsWith('.js'))
  .map(file => basename(file, '.js'));

const usage = `npm run fuzz -- [target …] [--seconds 60] [--seed 1]\n\nTargets: ${names.join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
});
const seconds = Number(values.seconds ?? 60);
const seed = values.seed === undefined ? Date.now() : Number(values.seed);
const unknown = positionals.filter(name => !names.includes(name));
if (values.help || unknown.length > 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(unknown.length > 0 ? `There is no target ${unknown.join(', ')}.\n\n${usage}` : usage);
  process.exit(2);
}

let found = 0;
for (const name of positionals.length > 0 ? positionals : names)
  found += await fuzzTarget(name, { milliseconds: seconds * 1000, seed });
if (found > 0) process.exitCode = 1;
