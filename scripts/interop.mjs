/**
 * Tries the SDK against other people's programs: the tests in interop/, with whichever of their tools this machine has.
 * What is missing is skipped on a user's machine and a failure in CI. With all tools, docs/interop.md must say what was
 * found; with --write-docs, it is written.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentOf, tablesIn, tablesOf } from './lib/interop-table.mjs';
import { run, runNode } from './lib/run.mjs';
import { addUp, forgetResults, report } from './lib/totals.mjs';
import { build, ensureInstalled, root } from './setup.mjs';

/**
 * Name, as tests know it → how to see that it is there, what prints its version where that is something else, and the
 * Debian packages that bring it.
 */
const tools = {
  socat: { probe: ['socat', '-V'], install: 'socat' },
  mbpoll: { probe: ['mbpoll', '-V'], install: 'mbpoll' },
  libmodbus: {
    probe: ['gcc', '-fsyntax-only', '-x', 'c', '-include', 'modbus/modbus.h', '/dev/null'],
    version: ['sh', '-c', 'echo LIBMODBUS_VERSION_STRING | gcc -E -P -include modbus/modbus.h - | tail -n 1'],
    install: 'gcc libmodbus-dev',
  },
  // Debian's own Python: another one on the path does not see Debian's packages.
  pymodbus: {
    probe: ['/usr/bin/python3', '-c', 'import pymodbus.server; print(pymodbus.__version__)'],
    install: 'python3-pymodbus python3-serial-asyncio',
  },
  tshark: { probe: ['tshark', '--version'], install: 'tshark' },
  chromium: { probe: ['chromium', '--version'], install: 'chromium' },
  tmux: { probe: ['tmux', '-V'], install: 'tmux' },
  zsh: { probe: ['zsh', '--version'], install: 'zsh' },
  fish: { probe: ['fish', '--version'], install: 'fish' },
};

/** Milliseconds that a tool may take to say that it is there: Chromium takes seconds, on a busy machine many. */
const PATIENCE = 180_000;

async function works([command, ...args]) {
  return await run(command, args, { timeout: PATIENCE }).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** The first version number in what a command prints. */
async function versionOf([command, ...args]) {
  const { output } = await run(command, args, { timeout: PATIENCE });
  return /\d+(\.\d+)+[\w.-]*/.exec(output)?.[0] ?? 'of unknown version';
}

/** The versions of all that the SDK was tried with. */
async function versions() {
  const all = {};
  for (const [name, { probe, version = probe }] of Object.entries(tools))
    all[name] = await versionOf(version);
  for (const name of ['modbus-serial', 'jsmodbus']) {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    all[name] = JSON.parse(readFileSync(manifest, 'utf8')).version;
  }
  return { ...all, Node: process.versions.node };
}

/** Writes docs/interop.md, or says in what it differs from what was found. */
async function compareDocs(trials) {
  const { pduCodecs } = await import('../packages/modbus/dist/index.js');
  const nameOf = what =>
    what === '43/14' ? 'read device identification' : pduCodecs.get(Number(what))?.name;
  const tables = tablesOf(trials, nameOf);
  if (process.argv.includes('--write-docs')) {
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(docs, documentOf({ date, versions: await versions(), tables }));
    return [];
  }
  const written = existsSync(docs) ? tablesIn(readFileSync(docs, 'utf8')) : '';
  if (written === tables.trim()) return [];
  return [
    'docs/interop.md does not say what this run has found: write it with node scripts/interop.mjs --write-docs',
  ];
}

await ensureInstalled();
const present = [];
const missing = [];
for (const [name, { probe }] of Object.entries(tools)) ((await works(probe)) ? present : missing).push(name);
await build('interop^...');

const folder = join(root, 'interop');
const docs = join(root, 'docs/interop.md');
const recorded = join(folder, '.vitest', 'trials.jsonl');
forgetResults([folder]);
rmSync(recorded, { force: true });
mkdirSync(dirname(recorded), { recursive: true });
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const env = { ...process.env, BUS_INTEROP_TOOLS: present.join(' '), BUS_INTEROP_RESULTS: recorded };
const { code } = await runNode(vitest, ['run'], { cwd: folder, env, show: true });

const total = addUp([folder]);
for (const name of missing)
  total.skipped.push(`${name} is not on this machine (Debian: apt-get install ${tools[name].install})`);
// Only a whole run can be compared.
if (total.failed.length === 0 && total.skipped.length === 0) {
  const trials = readFileSync(recorded, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  total.failed.push(...(await compareDocs(trials)));
}
process.exit(report('interop', total) || code);
