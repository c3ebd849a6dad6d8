/** Three protocols on one line with noise, for a long time: `npm run soak -- --minutes 60`. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Conversation } from '../support/program.ts';
import { PtyPair } from '../support/pty.ts';
import { removeFolder } from '../support/run-folder.ts';
import { judge } from './judge.ts';
import { lineOf, tableOf } from './report.ts';
import { soak } from './run.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0 && minutes <= 10_000) || !Number.isInteger(seed)) {
  console.error('Usage: npm run soak -- [--minutes 60] [--seed 1]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'bus-soak-'));
process.env.BUS_INTEROP_FOLDER = folder;
const cable = await PtyPair.open();
const devices = Conversation.start(process.execPath, [
  fileURLToPath(new URL('devices.js', import.meta.url)),
  cable.theirs,
  String(seed),
]);
let wrong = 0;
try {
  await devices.ask('ready?');
  const samples = await soak({
    path: cable.ours,
    minutes,
    seed,
    onSample: sample => console.log(lineOf(sample)),
    onWrong: what => {
      wrong += 1;
      console.error(`WRONG VALUE ${what}`);
    },
  });
  const findings = judge(samples);
  console.log(tableOf(findings));
  console.log(`${wrong === 0 ? 'ok' : 'NOT OK'}  ${wrong} wrong values`);
  process.exitCode = wrong === 0 && findings.every(({ ok }) => ok) ? 0 : 1;
} finally {
  await devices.end();
  await cable.dispose();
  removeFolder(folder);
}
