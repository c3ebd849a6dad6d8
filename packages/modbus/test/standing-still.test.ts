import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { connect } from '../src/node.js';
import { frameOf } from './support/framings.js';

const TIMEOUT = 2000;
/** What the two threads tell each other: a cell for each. */
const HEARD = 0;
const MAY_ANSWER = 1;
const ANSWERED = 2;
const NEVER = 3;

/** A server in a thread of its own, which goes on while this one stands still. It answers when it may. */
const SERVER = `
const { createServer } = require('node:net');
const { parentPort, workerData: { cells, answer, ids } } = require('node:worker_threads');
const server = createServer(socket => socket.on('error', () => undefined).once('data', request => {
  Atomics.store(cells, ${HEARD}, 1);
  Atomics.wait(cells, ${MAY_ANSWER}, 0);
  // Answers of Modbus TCP repeat the identifier.
  request.copy(answer, 0, 0, ids);
  socket.write(answer, () => {
    Atomics.store(cells, ${ANSWERED}, 1);
    Atomics.notify(cells, ${ANSWERED});
  });
}));
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

it.each([
  ['tcp', 'tcp', 2],
  ['rtu+tcp', 'rtu', 0],
] as const)(
  'an answer over %s that came while the process stood still is taken, though its time-out is over',
  async (scheme, framing, ids) => {
    const cells = new Int32Array(new SharedArrayBuffer(16));
    const answer = frameOf(framing, 1, [3, 2, 0, 42]);
    const worker = new Worker(SERVER, { eval: true, workerData: { cells, answer, ids } });
    cleanups.push(() => worker.terminate());
    const [port] = await once(worker, 'message');
    const bus = await connect(`${scheme}://127.0.0.1:${port}`, { timeout: TIMEOUT, retries: 0 });
    cleanups.push(() => bus.close());

    const call = bus.unit(1).readRegister(7);
    while (Atomics.load(cells, HEARD) === 0) await new Promise(resolve => setImmediate(resolve));
    Atomics.store(cells, MAY_ANSWER, 1);
    Atomics.notify(cells, MAY_ANSWER);
    Atomics.wait(cells, ANSWERED, 0);
    Atomics.wait(cells, NEVER, 0, TIMEOUT + 50);

    expect(await call).toBe(42);
  },
);
