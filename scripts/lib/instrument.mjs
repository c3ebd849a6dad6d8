/** Serves the simulated temperature controller of @bus/sim as `rtu+tcp` on a free port of this machine. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

/** A simulated line with a temperature controller on it, as unit 1. */
async function makeLine() {
  const { simulatedLine } = await import(pathToFileURL(join(root, 'packages/sim/dist/index.js')).href);
  return simulatedLine();
}

/**
 * One instrument, which keeps what is written to it. Like a real line it serves one connection at a time; the others wait.
 *
 * @param {() => import('@bus/line').Transport | Promise<import('@bus/line').Transport>} [makeTransport] what answers.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveInstrument(makeTransport = makeLine) {
  const transport = await makeTransport();
  const sockets = new Set();
  let turn = Promise.resolve();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    turn = turn.then(() => relay(socket, transport)).catch(error => console.error(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `rtu+tcp://127.0.0.1:${server.address().port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      await turn;
    },
  };
}

/** Moves bytes both ways until the socket closes, one write at a time as the Transport contract demands. */
async function relay(socket, transport) {
  socket.setNoDelay(true);
  await transport.open({
    data: chunk => socket.write(Uint8Array.from(chunk)),
    closed: () => socket.destroy(),
  });
  try {
    for await (const chunk of socket) await transport.write(chunk);
  } catch (error) {
    if (!socket.destroyed) throw error;
  } finally {
    await transport.close();
    socket.destroy();
  }
}
