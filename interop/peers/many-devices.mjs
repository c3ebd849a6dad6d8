/**
 * Many devices in a process of its own: Modbus on each serial port that is named, Modbus TCP for hundreds of connections,
 * a port that accepts and never answers, and one that floods. Prints where they are, and runs until it is killed.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { listen, MemoryBank, ModbusServer, ServerUnit } from '@bus/modbus/node';

// As `valueAt.holding` in support/values.ts.
const holdingRegisters = Object.fromEntries(
  Array.from({ length: 3000 }, (_, address) => [address, (address * 31 + 7) & 0xffff]),
);
const bank = new MemoryBank({ holdingRegisters });
const server = new ModbusServer({ units: { 1: new ServerUnit({ bank }) } });
const many = { maxConnections: 1024 };
const tcp = await listen('tcp://127.0.0.1:0', server, many);
for (const path of process.argv.slice(2)) await listen(`rtu:${path}?baudRate=115200`, server);

async function open(handle) {
  const port = createServer(socket => {
    socket.on('error', () => undefined);
    handle(socket);
  }).listen(0, '127.0.0.1');
  await once(port, 'listening');
  return port.address().port;
}

const rubbish = Buffer.alloc(65_536, 0x55);
const ports = {
  tcp: Number(new URL(tcp.url).port),
  dead: await open(socket => socket.resume()),
  flood: await open(socket => {
    const more = () => {
      while (!socket.destroyed && socket.write(rubbish));
    };
    socket.on('drain', more).resume();
    more();
  }),
};
console.log(JSON.stringify(ports));
