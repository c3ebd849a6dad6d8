import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  connect,
  type Listener,
  type ListenOptions,
  listen,
  MemoryBank,
  ModbusServer,
  ServerUnit,
} from '../src/node.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const bank = () => new MemoryBank({ holdingRegisters: { 0: 4711, 1: 1 }, coils: { 0: false } });

async function listening(
  url: string,
  options?: ListenOptions,
): Promise<{ listener: Listener; server: ModbusServer; unit: ServerUnit }> {
  const unit = new ServerUnit({ bank: bank() });
  const server = new ModbusServer({ units: { 1: unit } });
  const listener = await listen(url, server, options);
  cleanups.push(() => listener.close());
  return { listener, server, unit };
}

async function client(url: string) {
  // Answers come at once but on a machine that is busy with something else.
  const bus = await connect(url, { timeout: 30_000, retries: 0 });
  cleanups.push(() => bus.close());
  return bus.unit(1);
}

async function raw(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connectSocket({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  cleanups.push(async () => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe.each(['tcp', 'rtu+tcp', 'ascii+tcp', 'udp', 'rtu+udp'])('a server that listens at %s', scheme => {
  it('answers our client at the URL that it tells', async () => {
    const { listener, unit } = await listening(`${scheme}://127.0.0.1:0`);
    expect(listener.url).toMatch(new RegExp(`^${scheme.replace('+', '\\+')}://127\\.0\\.0\\.1:\\d{2,5}$`));
    const device = await client(listener.url);
    expect(await device.readRegister(0)).toBe(4711);
    await device.writeRegister(0, 42);
    expect(unit.bank.holdingRegisters.get(0)).toBe(42);
    await expect(device.readRegister(99)).rejects.toMatchObject({ exceptionCode: 2 });
  });
});

describe('a server that listens at tcp', () => {
  it('ends the connections of those who come once it was closed', async () => {
    const errors: Error[] = [];
    const { listener, server } = await listening('tcp://127.0.0.1:0', {
      onError: error => errors.push(error),
    });
    await server.close();
    const socket = await raw(listener.url);
    await once(socket.resume(), 'close');
    expect(errors).toHaveLength(1);
  });

  it('answers fifty clients at a time, each with what it asked', async () => {
    const { listener, server } = await listening('tcp://127.0.0.1:0');
    const devices = await Promise.all(Array.from({ length: 50 }, () => client(listener.url)));
    const values = await Promise.all(
      devices.flatMap(device => [device.readRegister(0), device.readRegister(1)]),
    );
    expect(values).toEqual(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 4711 : 1)));
    expect(server.served.size).toBe(50);
  });

  it('tells a handler who asks', async () => {
    const { listener, server } = await listening('tcp://127.0.0.1:0');
    const socket = await raw(listener.url);
    socket.write(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1));
    await once(socket, 'data');
    expect([...server.served].map(({ peer }) => peer)).toEqual([`127.0.0.1:${socket.localPort}`]);
  });

  it('closes connections that speak something else, and goes on', async () => {
    const { listener } = await listening('tcp://127.0.0.1:0');
    const socket = await raw(listener.url);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nHost: plc\r\n\r\n');
    await once(socket, 'close');
    expect(await (await client(listener.url)).readRegister(0)).toBe(4711);
  });

  it('frees what a client leaves behind', async () => {
    const { listener, server } = await listening('tcp://127.0.0.1:0');
    const socket = await raw(listener.url);
    socket.write(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1));
    await once(socket, 'data');
    const [served] = server.served;
    socket.destroy();
    await served!.closed;
    expect(server.served.size).toBe(0);
  });

  it('takes no more connections than it may, and none from elsewhere', async () => {
    const refused: string[] = [];
    const onError = (error: Error) => refused.push(error.message);
    const { listener } = await listening('tcp://127.0.0.1:0', {
      maxConnections: 1,
      whenFull: 'refuse',
      onError,
    });
    expect(await (await client(listener.url)).readRegister(0)).toBe(4711);
    await once((await raw(listener.url)).resume(), 'close');
    const other = await listening('tcp://127.0.0.1:0', { allow: ['10.0.0.0/24'], onError });
    await once((await raw(other.listener.url)).resume(), 'close');
    expect(refused).toEqual([
      expect.stringContaining('there are 1 connections already'),
      expect.stringContaining('its address is not allowed'),
    ]);
  });

  it('ends its connections when it is closed, and may listen there again', async () => {
    const { listener, server } = await listening('tcp://127.0.0.1:0');
    const device = await client(listener.url);
    expect(await device.readRegister(0)).toBe(4711);
    await listener.close();
    expect(server.served.size).toBe(0);
    const again = await listen(listener.url, server);
    expect(again.url).toBe(listener.url);
    await again.close();
  });
});

describe('the URL of a server', () => {
  const server = new ModbusServer({ units: { 1: new ServerUnit() } });

  it.each<[string, ListenOptions, RegExp]>([
    ['tcp://127.0.0.1:0', { baudRate: 9600 }, /baudRate does not apply/],
    ['tcp://127.0.0.1:0', { certFile: 'x.pem' }, /certFile does not apply/],
    ['udp://127.0.0.1:0', { maxConnections: 5 }, /maxConnections does not apply/],
    ['/dev/ttyUSB0', { maxConnections: 5 }, /maxConnections does not apply/],
    ['tcp://127.0.0.1:0?connectTimeout=5', {}, /connectTimeout does not apply/],
    ['tls://127.0.0.1:0', {}, /certificate/],
    ['http://127.0.0.1', {}, /not a known kind of port/],
  ])('%s with %o is refused', async (url, options, message) => {
    await expect(listen(url, server, options)).rejects.toThrow(message);
    expect(server.served.size).toBe(0);
  });
});
