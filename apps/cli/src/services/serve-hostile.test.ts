import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { until } from '@bus/line/testing';
import { mbapFraming, rtuFraming } from '@bus/modbus';
import { connect } from '@bus/modbus/node';
import { afterEach, describe, expect, it } from 'vitest';
import { serve } from './serve.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A served instrument, raw connections to it, and what a good client finds. */
async function serving(scheme: string) {
  const controller = new AbortController();
  const context = { env: {}, cwd: '/', signal: controller.signal };
  const stream = serve({ port: `${scheme}://127.0.0.1:0`, device: ['temperature-controller'] }, context);
  const { url } = (await stream.next()).value as { url: string };
  const ended = (async () => {
    for await (const event of stream) void event;
  })();
  cleanups.push(async () => {
    controller.abort();
    await ended;
  });
  const raw = async (): Promise<Socket> => {
    const socket = connectSocket(Number(url.split(':').at(-1)), '127.0.0.1');
    socket.on('error', () => undefined);
    cleanups.push(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  const isWell = async (): Promise<void> => {
    const bus = await connect(url, { retries: 0, timeout: 20_000 });
    expect(await bus.unit(1).readRegister(289)).toBe(772);
    await bus.close();
  };
  return { raw, isWell };
}

const QUESTION = Uint8Array.of(3, 1, 0x21, 0, 1);

describe.each([
  ['tcp', mbapFraming().wrap(1, QUESTION)],
  ['rtu+tcp', rtuFraming.wrap(1, QUESTION)],
])('devices served at %s', (scheme, request) => {
  it('are there for others while some send half requests, and hundreds connect', async () => {
    const { raw, isWell } = await serving(scheme);
    for (let count = 0; count < 30; count += 1)
      (await raw()).resume().write(request.subarray(0, 1 + (count % 5)));
    await isWell();
    for (let round = 0; round < 15; round += 1) await Promise.all(Array.from({ length: 20 }, raw));
    await isWell();
  });

  it('answer others while one asks without end and reads no answer', async () => {
    const { raw, isWell } = await serving(scheme);
    const socket = await raw();
    socket.pause();
    const flood = Buffer.concat(Array.from({ length: 20_000 }, () => request));
    const pump = (): void => {
      while (socket.writable && socket.write(flood)) {}
    };
    socket.on('drain', pump);
    pump();
    for (let round = 0; round < 3; round += 1) {
      const before = socket.bytesWritten;
      await until(() => socket.destroyed || socket.bytesWritten > before, 'the flood goes on');
      await isWell();
    }
  });
});
