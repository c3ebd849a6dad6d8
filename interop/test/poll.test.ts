import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import { BAUD, type ServerName } from '../support/peers.ts';
import { runToEnd } from '../support/program.ts';
import { Rig } from '../support/rig.ts';
import { runFolder } from '../support/run-folder.ts';
import { TABLE_SIZE, valueAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const program = join(dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json')), 'bin/bus.js');
const variables = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('BUS_')),
);

for (const name of ['libmodbus', 'pymodbus'] satisfies ServerName[]) {
  describeWith(['socat', name], `bus poll with a server made of ${name}`, () => {
    let rig: Rig;

    beforeEach(async () => {
      rig = await Rig.open(name);
    });
    afterEach(() => rig?.dispose());

    /** Runs `bus poll`, and returns the events that it prints. */
    async function poll(words: string) {
      const port = [
        '--port',
        rig.cable.ours,
        '--baud',
        String(BAUD),
        '--timeout',
        String(PATIENCE),
        '--retries',
        '0',
      ];
      const args = [program, 'poll', ...words.split(' '), ...port, '--json'];
      const options = { cwd: runFolder(), env: variables };
      const { code, stdout } = await runToEnd(process.execPath, args, options);
      const events = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      return { code, summary: events.at(-1), samples: events.filter(({ event }) => event === 'sample') };
    }

    it('reads hundreds of points of all tables right, with few requests', async () => {
      const places = [
        ...Array.from({ length: 300 }, (_, address) => `hr:${address}`),
        ...Array.from({ length: 60 }, (_, index) => `ir:${3 * index}`),
        ...Array.from({ length: 200 }, (_, address) => `co:${address}`),
        ...Array.from({ length: 9 }, (_, address) => `di:${7 * address}`),
      ].join(',');
      const { code, summary, samples } = await poll(
        `--slave 1 --reg ${places} --max-gap 6 --every 500 --times 2`,
      );
      expect(code).toBe(0);
      expect(samples).toHaveLength(2 * 569);
      for (const { point, value } of samples) {
        const [, table, address] = /^unit1\.([a-z]+)(\d+)$/.exec(point) as unknown as [
          string,
          keyof typeof valueAt,
          string,
        ];
        expect([point, value]).toEqual([point, valueAt[table](Number(address))]);
      }
      // 3 of 300 holding registers, 2 of 178 input registers, and one of each kind of bits.
      expect(summary.units).toMatchObject([{ unit: 1, sent: 14, answered: 14, exceptions: 0, timeouts: 0 }]);
    });

    it('finds out what is not there, and reads the rest in every round', async () => {
      const { code, summary } = await poll(
        `--slave 1 --reg ${TABLE_SIZE - 2},${TABLE_SIZE - 1},${TABLE_SIZE} --every 300 --times 3`,
      );
      expect(code).toBe(4);
      const [first, second, beyond] = summary.points;
      expect([first, second]).toMatchObject([
        { reads: 3 },
        { reads: 3, value: valueAt.holding(TABLE_SIZE - 1) },
      ]);
      expect(beyond).toMatchObject({ reads: 0, errors: 3, error: { code: 'device', exceptionCode: 2 } });
      expect(summary.units[0].exceptions).toBeLessThanOrEqual(3);
    });
  });
}
