/**
 * Tries the SDK against other people's programs: the tests in interop/, with whichever of their tools this machine has.
 * What is missing is skipped on a user's machine and a failure in CI.
 */
import { join } from 'node:path';
import { run, runNode } from './lib/run.mjs';
import { addUp, forgetResults, report } from './lib/totals.mjs';
import { build, ensureInstalled, root } from './setup.mjs';

/** Name, as tests know it → how to see that it is there, and the Debian packages that bring it. */
const tools = {
  socat: { probe: ['socat', '-V'], install: 'socat' },
  mbpoll: { probe: ['mbpoll', '-V'], install: 'mbpoll' },
  libmodbus: {
    probe: ['gcc', '-fsyntax-only', '-x', 'c', '-include', 'modbus/modbus.h', '/dev/null'],
    install: 'gcc libmodbus-dev',
  },
  // Debian's own Python: another one on the path does not see Debian's packages.
  pymodbus: { probe: ['/usr/bin/python3', '-c', 'import pymodbus'], install: 'python3-pymodbus' },
};

async function works([command, ...args]) {
  return await run(command, args, { timeout: 20_000 }).then(
    ({ code }) => code === 0,
    () => false,
  );
}

await ensureInstalled();
const present = [];
const missing = [];
for (const [name, { probe }] of Object.entries(tools)) ((await works(probe)) ? present : missing).push(name);
await build('interop^...');

const folder = join(root, 'interop');
forgetResults([folder]);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const env = { ...process.env, BUS_INTEROP_TOOLS: present.join(' ') };
const { code } = await runNode(vitest, ['run'], { cwd: folder, env, show: true });

const total = addUp([folder]);
for (const name of missing)
  total.skipped.push(`${name} is not on this machine (Debian: apt-get install ${tools[name].install})`);
process.exit(report('interop', total) || code);
