// One contender in a process of its own. Each line on its standard input is a number of milliseconds: for so long it
// reads from all places, and answers with a line of JSON, a `Sample`.
import { createInterface } from 'node:readline';
import { median } from '../statistics.js';
import type { Contender, ContenderName, Task } from './contender.js';
import type { Sample } from './sample.js';

const load: Record<ContenderName, () => Promise<Contender>> = {
  ours: async () => (await import('./contenders/ours.js')).ours,
  'modbus-serial': async () => (await import('./contenders/modbus-serial.js')).modbusSerial,
  jsmodbus: async () => (await import('./contenders/jsmodbus.js')).jsmodbus,
  bare: async () => (await import('./contenders/bare.js')).bare,
};

const [name, taskText] = process.argv.slice(2) as [ContenderName, string];
const task = JSON.parse(taskText) as Task;
const contender = await load[name]();
const readings = await Promise.all(task.places.map(place => contender.connect(place, task)));
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await sample(Number(line))));
}
process.exit(0);

async function sample(milliseconds: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const tallies = await Promise.all(readings.map(reading => reading.readUntil(begun + milliseconds)));
  const elapsed = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpuBefore);
  const times = tallies.flatMap(tally => tally.times ?? []);
  return {
    answered: tallies.reduce((sum, { answered }) => sum + answered, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    milliseconds: elapsed,
    ...(times.length === 0 ? {} : { middle: median(times) }),
    cpu: user + system,
    memory: process.memoryUsage.rss(),
  };
}
