// Started by start-suite.ts with the name of a client and the port of a server: imports the client and reads once.
import type { Contender, Task } from '../end-to-end/contender.js';

const [name, port] = process.argv.slice(2) as [string, string];
const contender = await load();
const task: Task = { medium: 'tcp', places: [port], registers: 10, inFlight: 1, baud: 0, timeout: 1000 };
const reading = await contender.connect(port, task);
// The time is over, so it reads once.
const { answered } = await reading.readUntil(0);
await reading.close();
if (answered === 0) process.exitCode = 1;

async function load(): Promise<Contender> {
  if (name === 'ours') return (await import('../end-to-end/contenders/ours.js')).ours;
  if (name === 'modbus-serial')
    return (await import('../end-to-end/contenders/modbus-serial.js')).modbusSerial;
  throw new Error(`nobody is called ${name}`);
}
