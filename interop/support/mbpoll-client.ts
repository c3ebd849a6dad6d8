import type { Asker } from './asker.ts';
import { BAUD } from './peers.ts';
import { runToEnd } from './program.ts';

/** mbpoll's letter for the table that a function is about. */
const TABLES: Readonly<Record<number, number>> = { 1: 0, 2: 1, 3: 4, 4: 3, 5: 0, 6: 4, 15: 0, 16: 4 };

/** mbpoll, a process per question, with the longest time-out that it has. It chooses between functions 5 and 15, and 6 and 16, by the number of values. */
function asker(mode: string, place: string): Asker {
  return {
    async ask(unit, functionCode, address, ...fields) {
      const writes = functionCode! >= 5;
      const options = ['-0', '-1', '-o', '10', '-a', unit, '-t', TABLES[functionCode!], '-r', address];
      const quantity = writes ? [] : ['-c', fields[0]];
      const words = [...mode.split(' '), ...options, ...quantity, place, ...(writes ? fields : [])];
      const { code, stdout, stderr } = await runToEnd('mbpoll', words.map(String));
      if (code !== 0) return `refused: ${/failed: (.*)$/m.exec(stderr)?.[1] ?? stderr}`;
      const values = [...stdout.matchAll(/^\[\d+\]:\s+(\d+)/gm)].map(([, value]) => value);
      return writes ? 'written' : values.join(' ');
    },
    close: async () => undefined,
  };
}

export const mbpollRtu = async (path: string): Promise<Asker> => asker(`-m rtu -b ${BAUD} -P none`, path);

export const mbpollTcp = async (port: string): Promise<Asker> => asker(`-m tcp -p ${port}`, '127.0.0.1');
