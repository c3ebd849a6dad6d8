/**
 * `npm run demo`: from a fresh clone to the server with its web page, on simulated lines unless told otherwise. Arguments
 * behind `--` are the server's: `npm run demo -- --port /dev/ttyUSB0`.
 */
import { join } from 'node:path';
import { runNode } from './lib/run.mjs';
import { build, ensureInstalled, root } from './setup.mjs';

// pnpm hands over the `--` itself, npm does not.
const args = process.argv.slice(2);
if (args[0] === '--') args.shift();

await ensureInstalled();
await build('demo');
const { code } = await runNode(join(root, 'apps/demo/dist/server/main.js'), args, { show: true });
process.exit(code);
