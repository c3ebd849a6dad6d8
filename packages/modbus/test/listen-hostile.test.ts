import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Line, memoryPair } from '@bus/line';
import { until } from '@bus/line/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ModbusGateway } from '../src/gateway/index.js';
import { connect, type ListenOptions, listen, MemoryBank, ModbusServer, ServerUnit } from '../src/node.js';
import { Authority, loopbackExtension } from './support/authority.js';
import { frameOf } from './support/framings.js';

const authority = new Authority();
const identity = { ...authority.issue('server', loopbackExtension()), ca: authority.cert };
const guest = { ...authority.issue('guest'), ca: authority.cert };
/** Milliseconds for answers that come at once but on a machine that is busy with something else. */
const PATIENCE = 30_000;
const REQUEST = frameOf('tcp', 1, [3, 0, 0, 0, 1]);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const device = () => new ServerUnit({ bank: new MemoryBank({ holdingRegisters: { 0: 4711 } }) });

/** A gateway with one line, at whose other end a device answers. */
async function gateway(): Promise<ModbusServer> {
  const { a, b } = memoryPair();
  const behind = new ModbusServer({ units: { 1: device() } });
  await behind.serve(b);
  const line = new Line(a);
  const made = new ModbusGateway({
    ports: { hall: { line } },
    routes: [{ units: 1, port: 'hall' }],
    frameTimeout: 300,
  });
  cleanups.push(
    () => behind.close(),
    () => line.close(),
    () => made.close(),
  );
  return made.server;
}

const plain = async () => new ModbusServer({ units: { 1: device() }, frameTimeout: 300 });

async function listening(scheme: string, make: () => Promise<ModbusServer>, options: ListenOptions = {}) {
  const server = await make();
  const refusals: string[] = [];
  const listener = await listen(`${scheme}://127.0.0.1:0`, server, {
    ...(scheme === 'tls' ? identity : {}),
    onError: error => refusals.push(error.message),
    ...options,
  });
  cleanups.push(() => listener.close());
  const raw = async (): Promise<Socket> => {
    const port = Number(new URL(listener.url.replace(/^\w+/, 'http')).port);
    const socket =
      scheme === 'tls'
        ? connectTls({ port, host: '127.0.0.1', ...guest })
        : connectTcp({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    cleanups.push(() => socket.destroy());
    await Promise.race([once(socket, scheme === 'tls' ? 'secureConnect' : 'connect'), once(socket, 'close')]);
    return socket;
  };
  /** What a good client finds. */
  const isWell = async (): Promise<void> => {
    const bus = await connect(listener.url, {
      retries: 0,
      timeout: PATIENCE,
      connectTimeout: PATIENCE,
      ...(scheme === 'tls' ? guest : {}),
    });
    expect(await bus.unit(1).readRegister(0)).toBe(4711);
    await bus.close();
  };
  return { server, raw, isWell, refusals };
}

const SERVERS: [string, string, () => Promise<ModbusServer>][] = [
  ['a server', 'tcp', plain],
  ['a server', 'tls', plain],
  ['a gateway', 'tcp', gateway],
  ['a gateway', 'tls', gateway],
];

describe.each(SERVERS)('%s over %s', (_what, scheme, make) => {
  it('ends connections that send half a request, or one byte now and then', async () => {
    const { server, raw, isWell } = await listening(scheme, make);
    const sockets = await Promise.all(Array.from({ length: 20 }, raw));
    // From its first byte on a request has 300 ms, in which not all need be connected.
    await until(() => server.served.size === 20, 'all are connected');
    for (const socket of sockets) socket.resume().write(REQUEST.subarray(0, 1));
    const trickle = setInterval(() => {
      for (const socket of sockets.slice(10)) if (socket.writable) socket.write(Uint8Array.of(0));
    }, 100);
    cleanups.push(() => clearInterval(trickle));
    await isWell();
    await until(() => server.served.size === 0, 'all of them have ended');
    await isWell();
  });

  it('keeps to its number of connections in a flood of them, and answers afterwards', async () => {
    const { server, raw, isWell } = await listening(scheme, make, { maxConnections: 8 });
    let most = 0;
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(Array.from({ length: 8 }, raw));
      most = Math.max(most, server.served.size);
    }
    expect(most).toBeLessThanOrEqual(8);
    await isWell();
  });

  it('ends a client that asks and asks and reads no answer', async () => {
    const { server, raw, isWell } = await listening(scheme, make);
    const socket = await raw();
    socket.pause();
    const flood = Buffer.concat(Array.from({ length: 5000 }, () => REQUEST));
    const pump = (): void => {
      while (socket.writable && socket.write(flood)) {}
    };
    socket.on('drain', pump);
    pump();
    await until(() => socket.destroyed, 'it is cut off');
    await until(() => server.served.size === 0, 'nothing is left of it');
    await isWell();
  });
});

describe('a server over UDP', () => {
  it('says nothing to garbage, however much of it comes, and answers afterwards', async () => {
    const server = await plain();
    const listener = await listen('udp://127.0.0.1:0', server);
    cleanups.push(() => listener.close());
    const socket = createSocket('udp4');
    cleanups.push(() => socket.close());
    let heard = 0;
    socket.on('message', () => {
      heard += 1;
    });
    const port = Number(listener.url.split(':').at(-1));
    let state = 1;
    const garbage = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const bytes = new Uint8Array(1 + (state >>> 20)).fill(state >>> 24);
      // Some of it begins as a request does.
      bytes.set(REQUEST.subarray(0, Math.min(bytes.length, (state >>> 8) % 12)));
      return bytes;
    };
    for (let count = 0; count < 3000; count += 1) {
      const sent = new Promise(resolve => socket.send(garbage(), port, '127.0.0.1', resolve));
      if (count % 50 === 0) await sent;
    }
    // What asks while the system's buffer is full of garbage is lost, and asked again.
    const bus = await connect(listener.url, { retries: 10, timeout: 4000 });
    cleanups.push(() => bus.close());
    expect(await bus.unit(1).readRegister(0)).toBe(4711);
    expect(heard).toBe(0);
  });
});
