/** `npm run demo`: from a fresh clone to the server with its web page, on the simulated lines unless told otherwise. */
import { join } from 'node:path';
import { runNode } from './lib/run.mjs';
import { build, ensureInstalled, root } from './setup.mjs';

await ensureInstalled();
await build('demo');
const { code } = await runNode(join(root, 'apps/demo/dist/server/main.js'), process.argv.slice(2), {
  show: true,
});
process.exit(code);
