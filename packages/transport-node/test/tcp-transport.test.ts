import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { UsageError } from '@bus/line';
import { record, type TransportFixture, transportSuite, until } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { tcpTransport } from '../src/tcp-transport.js';

/** A server that keeps what it hears, over all connections. */
class Peer {
  readonly sockets: Socket[] = [];
  readonly #server: Server;
  #received: Buffer = Buffer.alloc(0);

  constructor(options: { allowHalfOpen?: boolean } = {}) {
    this.#server = createServer(options, socket => {
      this.sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', chunk => {
        this.#received = Buffer.concat([this.#received, chunk]);
      });
    });
  }

  async listen(host = '127.0.0.1'): Promise<number> {
    await new Promise<void>(resolve => this.#server.listen(0, host, resolve));
    return (this.#server.address() as { port: number }).port;
  }

  /** The latest connection; the client may know of it before the server does. */
  async socket(): Promise<Socket> {
    await until(() => this.sockets.some(socket => !socket.destroyed), 'the server has a connection');
    return this.sockets.findLast(socket => !socket.destroyed)!;
  }

  received(): Uint8Array {
    return new Uint8Array(this.#received);
  }

  async dispose(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

async function make(): Promise<TransportFixture> {
  const peer = new Peer();
  const port = await peer.listen();
  return {
    transport: tcpTransport({ host: '127.0.0.1', port }),
    peer: {
      write: async bytes => {
        (await peer.socket()).write(bytes);
      },
      received: () => peer.received(),
      hangUp: async () => {
        (await peer.socket()).destroy();
      },
    },
    dispose: () => peer.dispose(),
  };
}

transportSuite({ name: 'tcpTransport', make }, { describe, it, expect });

/** A process that listens but accepts nothing: once its short queue is full, the system leaves attempts unanswered. */
async function deafListener(): Promise<{ port: number; end(): Promise<unknown> }> {
  const program = `
    const server = require('net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () =>
      process.stdout.write(String(server.address().port), () => process.kill(process.pid, 'SIGSTOP')));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>(resolve => child.stdout.once('data', text => resolve(Number(text))));
  const end = (): Promise<unknown> => {
    child.kill('SIGKILL');
    return once(child, 'exit');
  };
  return { port, end };
}

/** A port that nobody listens on, nor will before `free`: the near end of a connection has it. */
async function deadPort(): Promise<{ port: number; free(): Promise<void> }> {
  const peer = new Peer();
  const holder = connect(await peer.listen(), '127.0.0.1');
  await once(holder, 'connect');
  const free = (): Promise<void> => {
    holder.destroy();
    return peer.dispose();
  };
  return { port: holder.localPort!, free };
}

const nothing = { data: () => undefined, closed: () => undefined };

describe('tcpTransport', () => {
  it('takes the end of the far side’s stream for the end, although its own half is open', async () => {
    const peer = new Peer({ allowHalfOpen: true });
    const transport = tcpTransport({ host: '127.0.0.1', port: await peer.listen() });
    const recording = record();
    await transport.open(recording.sink);
    (await peer.socket()).end(Uint8Array.of(1, 2, 3));
    await until(() => recording.reasons.length > 0, 'the end is reported');
    expect(Array.from(recording.bytes())).toEqual([1, 2, 3]);
    expect(recording.reasons.length).toBe(1);
    await peer.dispose();
  });

  it('reads straight to where its owner wants the bytes, from the second chunk on', async () => {
    const peer = new Peer();
    const transport = tcpTransport({ host: '127.0.0.1', port: await peer.listen() });
    const recording = record({ space: 2048 });
    await transport.open(recording.sink);
    for (let chunk = 1; chunk <= 5; chunk++) {
      (await peer.socket()).write(Uint8Array.of(chunk));
      await until(() => recording.bytes().length >= chunk, 'a byte arrives');
    }
    expect(recording.inPlace()).toBe(4);
    await transport.close();
    await peer.dispose();
  });

  it('makes a peer wait that sends without end, and keeps each byte', async () => {
    const peer = new Peer();
    const transport = tcpTransport({ host: '127.0.0.1', port: await peer.listen() });
    let heard = 0;
    const sink = {
      data: (chunk: Uint8Array) => {
        if (heard === 0) transport.pause?.();
        heard += chunk.length;
      },
      closed: () => undefined,
    };
    await transport.open(sink);
    const total = 40_000_000;
    const socket = await peer.socket();
    socket.write(new Uint8Array(total));
    await until(() => heard > 0, 'the first bytes arrive');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(heard).toBeLessThanOrEqual(65_536);
    expect(socket.writableLength).toBeGreaterThan(0);
    transport.resume?.();
    await until(() => heard === total, 'everything arrives');
    expect(heard).toBe(total);
    await transport.close();
    await peer.dispose();
  });

  it('says that the connection may be lost without a word', () => {
    expect(tcpTransport({ host: '127.0.0.1', port: 502 }).medium.silentLoss).toBe(true);
  });

  it('tells that the connection was reset', async () => {
    const peer = new Peer();
    const transport = tcpTransport({ host: '127.0.0.1', port: await peer.listen() });
    const recording = record();
    await transport.open(recording.sink);
    (await peer.socket()).resetAndDestroy();
    await until(() => recording.reasons.length > 0, 'the loss is reported');
    expect(recording.reasons[0]?.message).toContain('ECONNRESET');
    await peer.dispose();
  });

  it('ends a write that the far side never takes, when it is closed', async () => {
    const peer = new Peer();
    const transport = tcpTransport({ host: '127.0.0.1', port: await peer.listen() });
    await transport.open(nothing);
    (await peer.socket()).pause();
    const writing = transport.write(new Uint8Array(50_000_000)).then(
      () => 'written',
      error => error.code,
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    await transport.close();
    expect(await writing).toBe('closed');
    await peer.dispose();
  });

  it('reaches an IPv6 address, with or without brackets', async () => {
    const peer = new Peer();
    const port = await peer.listen('::1');
    for (const host of ['::1', '[::1]']) {
      const transport = tcpTransport({ host, port });
      expect(transport.medium.name).toBe(`rtu+tcp://[::1]:${port}`);
      await transport.open(nothing);
      await transport.close();
    }
    await peer.dispose();
  });

  it('says when nobody listens', async () => {
    const { port, free } = await deadPort();
    await expect(tcpTransport({ host: '127.0.0.1', port }).open(nothing)).rejects.toMatchObject({
      code: 'open-failed',
      message: `rtu+tcp://127.0.0.1:${port} refuses connections`,
      hint: expect.stringContaining('port number'),
    });
    await free();
  });

  it('gives an attempt up after the connect time-out, or at once when it is closed', async () => {
    const { port, end } = await deafListener();
    const fillers = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }));
    let queued = 0;
    for (const socket of fillers) {
      socket.on('error', () => undefined);
      socket.on('connect', () => {
        queued += 1;
      });
    }
    // The system lets one more wait than it was told to.
    await until(() => queued >= 2, 'the queue is full');

    const slow = tcpTransport({ host: '127.0.0.1', port, connectTimeout: 50 });
    await expect(slow.open(nothing)).rejects.toMatchObject({
      code: 'open-failed',
      message: `rtu+tcp://127.0.0.1:${port} did not accept a connection within 50 ms`,
    });
    const closed = tcpTransport({ host: '127.0.0.1', port, connectTimeout: 600_000 });
    const opening = closed.open(nothing).catch(error => error.message);
    await closed.close();
    expect(await opening).toContain('was closed while it was being opened');

    for (const socket of fillers) socket.destroy();
    await end();
  });

  it.each([
    { host: '', port: 502 },
    { host: 'a b', port: 502 },
    { host: 'http://a', port: 502 },
    { host: 'a', port: 0 },
    { host: 'a', port: 65_536 },
    { host: 'a', port: 1.5 },
    { host: 'a', port: 502, connectTimeout: 0 },
    { host: 'a', port: 502, connectTimeout: Number.NaN },
    { port: 502 } as { host: string; port: number },
  ])('refuses %j', settings => {
    expect(() => tcpTransport(settings)).toThrow(UsageError);
  });

  it('bears the name that it is given', () => {
    expect(tcpTransport({ host: 'a', port: 1, name: 'boiler' }).medium.name).toBe('boiler');
  });
});
