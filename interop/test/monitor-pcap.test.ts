import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runToEnd } from '../support/program.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { describeWith } from './describe-with.ts';

const bus = fileURLToPath(new URL('../../apps/cli/bin/bus.js', import.meta.url));
const recording = fileURLToPath(new URL('../../apps/cli/test/captures/mixed.txt', import.meta.url));
/** Says that packets of this link type are Modbus RTU, as the help of the command does. */
const IS_RTU = 'uat:user_dlts:"User 0 (DLT=147)","mbrtu","0","","0",""';

describeWith(['tshark'], 'tshark and the pcap file of bus monitor', () => {
  it('agree on every RTU frame of a mixed line', async () => {
    const folder = makeFolder('monitor');
    try {
      const file = join(folder, 'line.pcap');
      const ran = await runToEnd(process.execPath, [
        bus,
        'monitor',
        '--capture',
        recording,
        '--pcap',
        file,
        '--json',
      ]);
      expect(ran.code, ran.stderr).toBe(0);
      expect(readFileSync(file).length).toBeGreaterThan(24);
      const frames = ran.stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as { framing?: string; bytes?: string; event: string; time?: number })
        .filter(({ framing, event }) => framing === 'rtu' && (event === 'request' || event === 'answer'));
      const fields = [
        '-T',
        'fields',
        '-e',
        'mbrtu.unit_id',
        '-e',
        'modbus.func_code',
        '-e',
        'mbrtu.crc16.status',
      ];
      const checked = ['-o', 'mbrtu.crc_verification:TRUE'];
      const told = await runToEnd('tshark', ['-n', '-r', file, '-o', IS_RTU, ...checked, ...fields]);
      expect(told.code, told.stderr).toBe(0);
      const rows = told.stdout.split('\n').filter(row => row.endsWith('\t1'));
      const known = frames.map(({ bytes }) => bytes!.split(' ').map(byte => Number.parseInt(byte, 16)));
      expect(frames.length).toBeGreaterThan(10);
      // tshark overlooks RTU frames to everybody.
      const expected = known
        .filter(([unit]) => unit !== 0)
        .map(([unit, code]) => `${unit}\t${code! & 127}\t1`);
      expect(rows).toEqual(expected);
    } finally {
      removeFolder(folder);
    }
  });
});
