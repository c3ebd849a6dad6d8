import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MemoryWire } from './memory-wire.fixture.js';
import { WireSocket } from './wire-socket.js';

/** The other side of a connection, as these tests need it. */
interface Peer {
  say(hex: string): void;
  heard(): Promise<string>;
  reset(): void;
}

/** A socket, and how its other side is got at. */
interface Setting {
  readonly name: string;
  make(): Promise<{ socket: Socket; port: number; peer: () => Promise<Peer>; end: () => void }>;
}

const overLoopback: Setting = {
  name: "the platform's own",
  make: async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const peer = async (): Promise<Peer> => {
      const [other] = await accepted;
      const heard: Buffer[] = [];
      other.on('data', (chunk: Buffer) => heard.push(chunk));
      other.on('error', () => undefined);
      return {
        say: hex => void other.write(Buffer.from(hex, 'hex')),
        heard: async () => {
          while (heard.length === 0) await once(other, 'data');
          return Buffer.concat(heard).toString('hex');
        },
        reset: () => void other.resetAndDestroy(),
      };
    };
    const { port } = server.address() as AddressInfo;
    return { socket: new Socket(), port, peer, end: () => server.close() };
  },
};

const overWire: Setting = {
  name: 'a wire',
  make: async () => {
    const wire = new MemoryWire();
    const peer = async (): Promise<Peer> => ({
      say: hex => wire.say(hex),
      heard: async () => {
        await settle();
        return wire.written.join('');
      },
      reset: () => wire.lose(),
    });
    return { socket: new WireSocket(wire), port: 502, peer, end: () => undefined };
  },
};

describe.each([overLoopback, overWire])('a socket over $name', ({ make }) => {
  it('connects, hears, is heard, and ends', async () => {
    const { socket, port, peer, end } = await make();
    const events = eventsOf(socket);
    expect(socket.readyState).toBe('open');
    socket.connect(port, '127.0.0.1');
    expect([socket.connecting, socket.readyState]).toEqual([true, 'opening']);
    socket.write('ab');
    await once(socket, 'ready');
    expect([socket.connecting, socket.readyState]).toEqual([false, 'open']);
    const other = await peer();
    expect(await other.heard()).toBe('6162');
    const data = once(socket, 'data');
    other.say('0102');
    await data;
    socket.end();
    await once(socket, 'close');
    expect(events.filter(name => name !== 'finish')).toEqual([
      'connect',
      'ready',
      '0102',
      'end',
      'close false',
    ]);
    expect(events).toContain('finish');
    expect([socket.destroyed, socket.readyState]).toEqual([true, 'closed']);
    end();
  });

  it('says that the connection was reset', async () => {
    const { socket, port, peer, end } = await make();
    const events = eventsOf(socket);
    socket.connect(port, '127.0.0.1');
    await once(socket, 'ready');
    (await peer()).reset();
    await new Promise(resolve => socket.on('close', resolve));
    expect(events).toEqual(['connect', 'ready', 'error ECONNRESET', 'close true']);
    end();
  });

  it('is destroyed without an error, and at once cannot be written to', async () => {
    const { socket, port, end } = await make();
    const events = eventsOf(socket);
    socket.connect(port, '127.0.0.1');
    await once(socket, 'ready');
    socket.destroy();
    expect([socket.destroyed, socket.writable, socket.readyState]).toEqual([true, false, 'closed']);
    await once(socket, 'close');
    expect(events).toEqual(['connect', 'ready', 'close false']);
    end();
  });

  it('says once that nothing was heard or said for a time', async () => {
    const { socket, port, end } = await make();
    let idle = 0;
    socket.setTimeout(5, () => {
      idle += 1;
    });
    socket.connect(port, '127.0.0.1');
    await once(socket, 'timeout');
    socket.setTimeout(0);
    socket.destroy();
    await once(socket, 'close');
    expect(idle).toBe(1);
    end();
  });
});

it('a socket over a wire that cannot be opened is refused as one whose server is down', async () => {
  const wire = new MemoryWire();
  wire.refusal = new Error('down');
  const { port, end } = await overLoopback.make();
  end();
  const refused = async (socket: Socket) => {
    const events = eventsOf(socket);
    socket.connect(port, '127.0.0.1');
    await new Promise(resolve => socket.on('close', resolve));
    return events;
  };
  const real = await refused(new Socket());
  expect(real).toEqual(['error ECONNREFUSED', 'close true']);
  expect(await refused(new WireSocket(wire))).toEqual(real);
});

function eventsOf(socket: Socket): string[] {
  const events: string[] = [];
  for (const name of ['connect', 'ready', 'end', 'finish']) socket.on(name, () => events.push(name));
  socket.on('data', (chunk: Buffer) => events.push(chunk.toString('hex')));
  socket.on('error', error => events.push(`error ${(error as NodeJS.ErrnoException).code}`));
  socket.on('close', hadError => events.push(`close ${hadError}`));
  return events;
}

const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
