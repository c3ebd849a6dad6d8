/** `npm start`: from a fresh clone to one value read, with the bytes that went over the (simulated) line. */
import { join } from 'node:path';
import { runNode } from './lib/run.mjs';
import { build, ensureInstalled, root } from './setup.mjs';

const reading = 'read --slave 1 --reg 289 --decimals 1';

const next = `
That was a simulated temperature controller: bus.config.yaml in this folder says \`port: "sim:"\`. Next:

  npx bus ${reading} --json
  npx bus write --slave 1 --reg 24 --value 95.0 --decimals 1
  npx bus ports                                  the serial ports of this machine
  npx bus ${reading} --port /dev/ttyUSB1
                                                 the same from a real instrument
  npx bus --help
  npm test`;

await ensureInstalled();
await build('@bus/cli');

// The port is the one that the folder's configuration names, whatever the shell was told.
const { BUS_PORT: _, ...env } = process.env;
const command = [...reading.split(' '), '--trace', '-v'];
console.error(`$ bus ${command.join(' ')}`);
const { code } = await runNode(join(root, 'apps/cli/bin/bus.js'), command, { show: true, env });
if (code !== 0) process.exit(code);
console.log(next);
