import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { UsageError } from '@bus/line';
import { record, type TransportFixture, transportSuite, until } from '@bus/line/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ListenUdpSettings, listenUdp } from '../src/listen-udp.js';
import type { PeerInfo } from '../src/peer-info.js';
import { type UdpSettings, udpTransport } from '../src/udp-transport.js';

const disposals: (() => unknown)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0).reverse()) await dispose();
});

async function bound(port = 0, host = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').bind(port, host);
  await once(socket, 'listening');
  return socket;
}

async function make(): Promise<TransportFixture> {
  const socket = await bound();
  let received = Buffer.alloc(0);
  let client = 0;
  socket.on('message', (message, from) => {
    received = Buffer.concat([received, message]);
    client = from.port;
  });
  const transport = udpTransport({ host: '127.0.0.1', port: socket.address().port });
  return {
    transport,
    peer: {
      write: async bytes => {
        // The peer learns where to answer from a first datagram, which is none of the test's bytes.
        if (client === 0) {
          const before = received;
          await transport.write(Uint8Array.of(0));
          await until(() => client !== 0, 'the peer knows the client');
          received = before;
        }
        socket.send(bytes, client, '127.0.0.1');
      },
      received: () => new Uint8Array(received),
      hangUp: () => undefined,
    },
    dispose: () => {
      socket.close();
    },
  };
}

const noConnection = 'UDP has no connection that could be hung up';
transportSuite(
  {
    name: 'udpTransport',
    make,
    inapplicable: {
      'receives while a write is under way': 'a datagram has no room for 64 KiB',
      'brings many bytes to the place that it is offered while a write is under way':
        'a datagram has no room for 64 KiB',
      'puts nothing into the place that it was offered once it has reported a hang-up': noConnection,
      'reports a hang-up once, with the reason, and refuses to write afterwards': noConnection,
      'carries bytes again after a hang-up, once it is opened again': noConnection,
      'carries bytes again after it was closed and opened':
        'the peer of this test answers to the port of the first one; a test of its own follows',
      'settles an open that is closed meanwhile, and can be opened afterwards':
        'the peer of this test answers to the port of the first one; a test of its own follows',
    },
  },
  { describe, it, expect },
);

async function echoing(settings: ListenUdpSettings = {}): Promise<{ port: number; peers: PeerInfo[] }> {
  const peers: PeerInfo[] = [];
  const listener = await listenUdp(settings, (datagram, reply, info) => {
    peers.push(info);
    reply(datagram);
  });
  disposals.push(() => listener.close());
  return { port: listener.port, peers };
}

describe('udpTransport', () => {
  it.each(['127.0.0.1', '::1', '[::1]'])(
    'makes of each write one datagram, and of each datagram one chunk, to %s',
    async host => {
      const { port } = await echoing({ host: host.replace(/[[\]]/g, '') });
      const transport = udpTransport({ host, port });
      disposals.push(() => transport.close());
      const recording = record();
      await transport.open(recording.sink);
      for (const length of [1, 260, 9000]) {
        await transport.write(new Uint8Array(length));
        await until(() => recording.chunkLengths.at(-1) === length, `${length} bytes come back`);
      }
      expect(recording.chunkLengths).toEqual([1, 260, 9000]);
    },
  );

  it('can be opened again after it was closed, also while it was being opened', async () => {
    const { port } = await echoing();
    const transport = udpTransport({ host: '127.0.0.1', port });
    const opening = transport.open(record().sink).catch(error => error.code);
    await transport.close();
    expect([undefined, 'open-failed']).toContain(await opening);
    for (let round = 0; round < 3; round++) {
      const recording = record();
      await transport.open(recording.sink);
      await transport.write(Uint8Array.of(round));
      await until(() => recording.bytes().length === 1, 'the byte comes back');
      expect(recording.bytes()[0]).toBe(round);
      await transport.close();
    }
  });

  it('does not hear anybody but its peer', async () => {
    const { port } = await echoing();
    const reserved = await bound();
    const localPort = reserved.address().port;
    reserved.close();
    await once(reserved, 'close');
    const transport = udpTransport({ host: '127.0.0.1', port, localPort });
    disposals.push(() => transport.close());
    const recording = record();
    await transport.open(recording.sink);
    const stranger = await bound();
    disposals.push(() => stranger.close());
    await new Promise(resolve => stranger.send(Uint8Array.of(66), localPort, '127.0.0.1', resolve));
    await transport.write(Uint8Array.of(1));
    await until(() => recording.bytes().length > 0, 'the answer comes');
    expect(Array.from(recording.bytes())).toEqual([1]);
  });

  it('outlives a peer that is not there, and reaches it once it is', async () => {
    const reserved = await bound();
    const { port } = reserved.address();
    reserved.close();
    await once(reserved, 'close');
    const transport = udpTransport({ host: '127.0.0.1', port });
    disposals.push(() => transport.close());
    const recording = record();
    await transport.open(recording.sink);
    for (let attempt = 0; attempt < 20; attempt++) await transport.write(Uint8Array.of(attempt));
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(recording.reasons.length).toBe(0);
    await echoing({ port });
    await transport.write(Uint8Array.of(7));
    await until(() => recording.bytes().length > 0, 'the answer comes');
    expect(Array.from(recording.bytes())).toEqual([7]);
  });

  it('fails a write that no datagram can hold, and stays open', async () => {
    const { port } = await echoing();
    const transport = udpTransport({ host: '127.0.0.1', port });
    disposals.push(() => transport.close());
    const recording = record();
    await transport.open(recording.sink);
    await expect(transport.write(new Uint8Array(70_000))).rejects.toMatchObject({ code: 'write-failed' });
    await transport.write(Uint8Array.of(1));
    await until(() => recording.bytes().length > 0, 'the answer comes');
    expect(recording.reasons.length).toBe(0);
  });

  it('says when a name is unknown, and when its own port is taken', async () => {
    const taken = await bound(0, '0.0.0.0');
    disposals.push(() => taken.close());
    await expect(
      udpTransport({ host: '127.0.0.1', localPort: taken.address().port }).open(record().sink),
    ).rejects.toMatchObject({ code: 'open-failed', hint: 'Choose another localPort.' });
    // With too long a label, so that no name server is asked: its answer could take long, or be a wrong one.
    const host = `${'x'.repeat(64)}.invalid`;
    await expect(udpTransport({ host }).open(record().sink)).rejects.toMatchObject({
      code: 'open-failed',
    });
  });

  it.each([{ host: '' }, { host: 'a', port: 0 }, { host: 'a', port: 65_536 }, { host: 'a', localPort: -1 }])(
    'refuses %j',
    settings => {
      expect(() => udpTransport(settings as UdpSettings)).toThrow(UsageError);
    },
  );

  it('names its medium and its datagrams', () => {
    expect(udpTransport({ host: '[::1]' }).medium).toEqual({
      name: 'udp://[::1]:502',
      characterTime: 0,
      datagrams: true,
    });
    expect(udpTransport({ host: 'a', name: 'boiler' }).medium.name).toBe('boiler');
  });
});

describe('listenUdp', () => {
  it('tells where a datagram came from, and leaves out empty ones and those of others', async () => {
    const { port, peers } = await echoing({ allow: ['127.0.0.1/32'] });
    const socket = await bound();
    disposals.push(() => socket.close());
    const answers: number[] = [];
    socket.on('message', message => answers.push(message.length));
    for (const length of [0, 3]) socket.send(new Uint8Array(length), port, '127.0.0.1');
    await until(() => answers.length === 1, 'one answer comes');
    expect(peers).toEqual([{ address: '127.0.0.1', port: socket.address().port }]);

    const closed = await echoing({ allow: ['10.0.0.0/8'] });
    socket.send(Uint8Array.of(1), closed.port, '127.0.0.1');
    socket.send(Uint8Array.of(1), port, '127.0.0.1');
    await until(() => answers.length === 2, 'the other one answers');
    expect(closed.peers).toEqual([]);
  });

  it('takes no more datagrams at a time than it may', async () => {
    const finish: (() => void)[] = [];
    const listener = await listenUdp({ maxPending: 2 }, () => new Promise(resolve => finish.push(resolve)));
    disposals.push(() => listener.close());
    const socket = await bound();
    disposals.push(() => socket.close());
    for (let count = 0; count < 5; count++) socket.send(Uint8Array.of(count), listener.port, '127.0.0.1');
    await until(() => listener.dropped === 3, 'three are dropped');
    expect(finish.length).toBe(2);
    for (const done of finish.splice(0)) done();
    await new Promise(resolve => setImmediate(resolve));
    socket.send(Uint8Array.of(9), listener.port, '127.0.0.1');
    await until(() => finish.length === 1, 'there is room again');
    expect(listener.dropped).toBe(3);
  });

  it('reports what its handler fails with, at once or later, and goes on', async () => {
    const errors: [string, string][] = [];
    let calls = 0;
    const listener = await listenUdp(
      { maxPending: 1, onError: (error, peer) => errors.push([error.message, peer]) },
      () => {
        calls += 1;
        if (calls === 1) throw new Error('at once');
        return Promise.reject(new Error('later'));
      },
    );
    disposals.push(() => listener.close());
    const socket = await bound();
    disposals.push(() => socket.close());
    for (const [index, message] of ['at once', 'later'].entries()) {
      socket.send(Uint8Array.of(1), listener.port, '127.0.0.1');
      await until(() => errors.length === index + 1, 'the error is reported');
      expect(errors[index]).toEqual([message, `127.0.0.1:${socket.address().port}`]);
    }
  });

  it('drops replies that are too much, and those after it was closed', async () => {
    let answer: (bytes: Uint8Array) => void = () => undefined;
    const listener = await listenUdp({ maxBufferedBytes: 1024 }, (_, reply) => {
      answer = reply;
      reply(new Uint8Array(2000));
    });
    const socket = await bound();
    disposals.push(() => socket.close());
    socket.send(Uint8Array.of(1), listener.port, '127.0.0.1');
    await until(() => listener.dropped === 1, 'the reply is dropped');
    await Promise.all([listener.close(), listener.close()]);
    expect(() => answer(Uint8Array.of(1))).not.toThrow();
  });

  it('drops the reply to a sender that says port 0, which anybody can', async () => {
    // Such a datagram takes a raw socket to send.
    const on = vi.spyOn(Socket.prototype, 'on');
    const listener = await listenUdp({}, (datagram, reply) => reply(datagram));
    disposals.push(() => listener.close());
    const [, hear] = on.mock.calls.find(([event]) => String(event) === 'message') ?? [];
    on.mockRestore();
    hear?.(Buffer.of(1), { address: '127.0.0.1', port: 0, family: 'IPv4', size: 1 });
    await until(() => listener.dropped === 1, 'the reply is dropped');
    expect(listener.dropped).toBe(1);
  });

  it('says that a port is taken, and refuses wrong settings', async () => {
    const { port } = await echoing();
    await expect(listenUdp({ port }, () => undefined)).rejects.toMatchObject({ code: 'open-failed' });
    for (const wrong of [
      { port: -1 },
      { maxPending: 0 },
      { maxBufferedBytes: 1 },
      { allow: ['x'] },
      { host: '' },
    ])
      await expect(listenUdp(wrong, () => undefined)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
