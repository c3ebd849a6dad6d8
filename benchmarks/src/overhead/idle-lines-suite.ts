import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listen, MemoryBank, ModbusServer, ServerUnit } from '@bus/modbus/node';
import type { SuiteResult } from '../suite.js';
import { formatTable } from '../table.js';

const execute = promisify(execFile);
const CHILD = fileURLToPath(new URL('idle-lines-child.js', import.meta.url));
const LINES = 256;

/** Bytes of one line. */
interface Memory {
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

/** Schemes of the lines that are opened, and what they are for people. */
const KINDS: Readonly<Record<string, string>> = {
  tcp: 'Modbus TCP',
  'rtu+tcp': 'RTU over TCP',
};

/** What a line costs while nobody asks. */
export async function idleLinesSuite(): Promise<SuiteResult> {
  const bank = new MemoryBank({
    holdingRegisters: Object.fromEntries(Array.from({ length: 10 }, (_, address) => [address, address])),
  });
  const server = new ModbusServer({ units: { 1: new ServerUnit({ bank }) } });
  const rows: [name: string, memory: Memory][] = [];
  for (const [scheme, name] of Object.entries(KINDS)) {
    const listener = await listen(`${scheme}://127.0.0.1:0`, server, { maxConnections: 2 * LINES });
    try {
      const { open, closed } = await costOf(listener.url);
      rows.push([`${name}, open`, open], [`${name}, closed`, closed]);
    } finally {
      await listener.close();
    }
  }
  await server.close();
  return {
    title: 'Idle lines',
    text: [
      `Kilobytes of each of ${LINES} lines on which one question was answered, after a garbage collection.`,
      formatTable(
        ['', 'heap', 'buffers', 'resident'],
        rows.map(([name, { heap, buffers, resident }]) => [
          name,
          ...[heap, buffers, resident].map(bytes => (bytes / 1000).toFixed(1)),
        ]),
      ),
    ],
    cases: [],
    jsWins: [],
    metrics: Object.fromEntries(
      rows.map(([name, { heap, buffers }]) => [`idle lines, ${name}: kilobytes`, (heap + buffers) / 1000]),
    ),
  };
}

async function costOf(url: string): Promise<{ open: Memory; closed: Memory }> {
  const { stdout } = await execute(process.execPath, ['--expose-gc', CHILD, url, String(LINES)]);
  return JSON.parse(stdout) as { open: Memory; closed: Memory };
}
