import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { serveInstrument } from './lib/instrument.mjs';

/** A transport that answers each write with the number of writes so far. */
function counter() {
  let sink;
  let count = 0;
  return {
    open: async given => {
      sink = given;
    },
    write: async () => sink.data(Uint8Array.of(++count)),
    close: async () => {},
  };
}

async function ask(url) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('x');
  const [chunk] = await once(socket, 'data');
  socket.destroy();
  return chunk[0];
}

it('serves one instrument to one connection after another', async () => {
  const { url, close } = await serveInstrument(counter);
  expect(url).toMatch(/^rtu\+tcp:\/\/127\.0\.0\.1:\d+$/);
  const answers = await Promise.all([ask(url), ask(url), ask(url)]);
  expect(answers.sort()).toEqual([1, 2, 3]);
  await close();
  await expect(ask(url)).rejects.toThrow('ECONNREFUSED');
});
