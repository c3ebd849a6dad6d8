// Started by idle-lines-suite.ts: opens many lines, asks once on each, and prints what one of them costs while nobody asks.
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type ModbusClient } from '@bus/modbus/node';

const [url = '', count = '0'] = process.argv.slice(2);
const { gc } = globalThis as { gc?: () => void };
if (gc === undefined) throw new Error('start node with --expose-gc');

interface Memory {
  heap: number;
  buffers: number;
  resident: number;
}

async function memory(): Promise<Memory> {
  for (let round = 0; round < 3; round += 1) {
    gc!();
    await wait(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: external, resident: rss };
}

async function openLines(lines: number): Promise<ModbusClient[]> {
  const clients: ModbusClient[] = [];
  for (let index = 0; index < lines; index += 1) {
    const client = await connect(url);
    await client.unit(1).readRegisters(0, 10);
    clients.push(client);
  }
  return clients;
}

const each = (after: Memory, before: Memory): Memory => ({
  heap: (after.heap - before.heap) / Number(count),
  buffers: (after.buffers - before.buffers) / Number(count),
  resident: (after.resident - before.resident) / Number(count),
});

// The first lines load code and make what all share.
const first = await openLines(8);
const before = await memory();
const clients = await openLines(Number(count));
const open = await memory();
for (const { line } of clients) await line.close();
const closed = await memory();
console.log(JSON.stringify({ open: each(open, before), closed: each(closed, before) }));
for (const client of [...first, ...clients]) await client.close();
