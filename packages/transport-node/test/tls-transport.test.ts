import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { UsageError } from '@bus/line';
import { record, type TransportFixture, transportSuite, until } from '@bus/line/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type TlsSettings, tlsTransport } from '../src/tls-transport.js';
import { Authority } from './certificates.js';

const authority = new Authority('Plant authority');
const stranger = new Authority('Other authority');
const server = authority.issueForThisMachine();
const client = authority.issue('client');
const ca = authority.cert;

/** A TLS server that keeps what it hears, over all connections. */
class Peer {
  readonly sockets: TLSSocket[] = [];
  port = 0;
  /** Said to each client at once. */
  greeting: Uint8Array | undefined;
  readonly #server: Server;
  #received: Buffer = Buffer.alloc(0);

  constructor(options: TlsOptions = {}) {
    this.#server = createServer({ ...server, ca, requestCert: true, ...options }, socket => {
      this.sockets.push(socket);
      socket.on('error', () => undefined);
      if (this.greeting) socket.write(this.greeting);
      socket.on('data', (chunk: Buffer) => {
        this.#received = Buffer.concat([this.#received, chunk]);
      });
    });
    this.#server.on('tlsClientError', (_, socket) => socket.destroy());
  }

  async listen(): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as { port: number }).port;
    return this;
  }

  async socket(): Promise<TLSSocket> {
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

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  const make = async (): Promise<TransportFixture> => {
    const peer = await new Peer({ minVersion: version, maxVersion: version }).listen();
    return {
      transport: tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca }),
      peer: {
        write: async bytes => {
          (await peer.socket()).write(bytes.slice());
        },
        received: () => peer.received(),
        hangUp: async () => {
          (await peer.socket()).destroy();
        },
      },
      dispose: () => peer.dispose(),
    };
  };
  transportSuite({ name: `tlsTransport with ${version}`, make }, { describe, it, expect });
}

const nothing = { data: () => undefined, closed: () => undefined };
const disposals: (() => unknown)[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const dispose of disposals.splice(0)) await dispose();
});

async function opening(serverOptions: TlsOptions, settings: Partial<TlsSettings> = {}): Promise<void> {
  const peer = await new Peer(serverOptions).listen();
  disposals.push(() => peer.dispose());
  const transport = tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca, ...settings });
  disposals.push(() => transport.close());
  await transport.open(nothing);
}

const failure = (message: string, hint: string): unknown =>
  expect.objectContaining({
    code: 'open-failed',
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });

describe('tlsTransport', () => {
  it.each([
    ['a server of an unknown authority', stranger.issueForThisMachine(), 'not trusted here', 'caFile'],
    ['an expired server', authority.issueForThisMachine({ validFor: -60_000 }), 'has expired', 'clock'],
    ['a server of another name', authority.issue('plc'), 'for another name', 'servername'],
  ])('refuses %s', async (_, identity, message, hint) => {
    await expect(opening(identity)).rejects.toEqual(failure(message, hint));
  });

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it.each([
      ['without a certificate', { cert: undefined, key: undefined }],
      ['with a certificate of another authority', stranger.issue('client')],
      ['with an expired certificate', authority.issue('client', { validFor: -60_000 })],
    ])(`says why it does not open, by ${maxVersion}, %s`, async (_, identity) => {
      // No time passes: a machine that stands still meanwhile would have waited for the server's verdict for long enough.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      await expect(opening({ maxVersion }, identity as Partial<TlsSettings>)).rejects.toEqual(
        failure('', 'cert'),
      );
    });
  }

  it('reads straight to where its owner wants the bytes, from the second chunk on', async () => {
    const peer = await new Peer().listen();
    disposals.push(() => peer.dispose());
    const transport = tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca });
    disposals.push(() => transport.close());
    const recording = record({ space: 2048 });
    await transport.open(recording.sink);
    for (let chunk = 1; chunk <= 5; chunk++) {
      (await peer.socket()).write(Uint8Array.of(chunk));
      await until(() => recording.bytes().length >= chunk, 'a byte arrives');
    }
    expect(recording.inPlace()).toBe(4);
  });

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it.each([10, 200_000])(
      `loses nothing of %i bytes that a server says at once, by ${maxVersion}`,
      async size => {
        const said = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
        const peer = new Peer({ maxVersion });
        peer.greeting = said;
        disposals.push(() => peer.dispose());
        await peer.listen();
        const transport = tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca });
        disposals.push(() => transport.close());
        const recording = record({ space: 2048 });
        await transport.open(recording.sink);
        await until(() => recording.bytes().length >= size, 'everything arrives');
        expect(recording.bytes().every((value, index) => value === said[index])).toBe(true);
      },
    );
  }

  it('reads certificates from files, anew at each open', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bus-tls-'));
    disposals.push(() => rmSync(folder, { recursive: true }));
    const files = {
      certFile: join(folder, 'c.pem'),
      keyFile: join(folder, 'k.pem'),
      caFile: join(folder, 'a.pem'),
    };
    const peer = await new Peer().listen();
    disposals.push(() => peer.dispose());
    const transport = tlsTransport({ host: 'localhost', port: peer.port, ...files });
    await expect(transport.open(nothing)).rejects.toEqual(failure('cannot be read', 'path'));
    writeFileSync(files.certFile, client.cert);
    writeFileSync(files.keyFile, client.key);
    writeFileSync(files.caFile, ca);
    await expect(transport.open(nothing)).resolves.toBeUndefined();
    await transport.close();
  });

  it('takes another name for the server, or an address, where it is told to', async () => {
    await expect(opening({}, { servername: 'localhost' })).resolves.toBeUndefined();
    await expect(opening({}, { servername: '::1' })).resolves.toBeUndefined();
    await expect(opening({}, { servername: '10.0.0.7' })).rejects.toEqual(failure('for another name', ''));
    await expect(opening({}, { servername: 'plc' })).rejects.toEqual(failure('for another name', ''));
  });

  it('takes any server when it is told not to look', async () => {
    await expect(
      opening(stranger.issueForThisMachine(), { rejectUnauthorized: false }),
    ).resolves.toBeUndefined();
  });

  it('does not speak a TLS older than 1.2', async () => {
    const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
    await expect(opening(old)).rejects.toEqual(failure('does not speak a TLS that is accepted', 'TLS 1.2'));
    await expect(opening({ maxVersion: 'TLSv1.2' }, { minVersion: 'TLSv1.3' })).rejects.toEqual(
      failure('does not speak a TLS that is accepted', 'TLS 1.2'),
    );
  });

  it('says that a server speaks clear text, and sends it none', async () => {
    const heard: Buffer[] = [];
    const plain = createPlainServer(socket => {
      socket.on('error', () => undefined);
      socket.on('data', chunk => {
        heard.push(chunk);
        socket.write(Uint8Array.of(0, 1, 0, 0, 0, 3, 1, 0x83, 1));
      });
    });
    await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { port: number };
    const transport = tlsTransport({ host: '127.0.0.1', port, ...client, ca });
    await expect(transport.open(nothing)).rejects.toEqual(failure('does not speak TLS', 'tcp://'));
    expect(Buffer.concat(heard)[0]).toBe(0x16);
    await new Promise(resolve => plain.close(resolve));
  });

  it('gives a server up that accepts the connection and then says nothing', async () => {
    const mute = createPlainServer(socket => disposals.push(() => socket.destroy()));
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve));
    disposals.push(() => mute.close());
    const { port } = mute.address() as { port: number };
    const transport = tlsTransport({ host: '127.0.0.1', port, ...client, ca, connectTimeout: 50 });
    await expect(transport.open(nothing)).rejects.toEqual(failure('did not accept', 'firewall'));
  });

  it('says when nobody listens', async () => {
    const peer = await new Peer().listen();
    await peer.dispose();
    await expect(
      tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca }).open(nothing),
    ).rejects.toEqual(failure('refuses connections', 'port number'));
  });

  it.each([
    ['a key that belongs to another certificate', { key: stranger.issue('x').key }],
    ['text that is no PEM', { cert: 'certificate' }],
  ])('says that it cannot use %s', async (_, settings) => {
    await expect(opening({}, settings)).rejects.toEqual(failure('cannot be used', 'PEM'));
  });

  it('reports the end of the far side', async () => {
    const peer = await new Peer().listen();
    disposals.push(() => peer.dispose());
    const transport = tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca });
    const recording = record();
    await transport.open(recording.sink);
    (await peer.socket()).end(Uint8Array.of(1, 2, 3));
    await until(() => recording.reasons.length > 0, 'the end is reported');
    expect(Array.from(recording.bytes())).toEqual([1, 2, 3]);
  });

  it('keeps to a pause that is asked for with the bytes that came during the handshake', async () => {
    const peer = await new Peer({ minVersion: 'TLSv1.3' }).listen();
    disposals.push(() => peer.dispose());
    peer.greeting = Uint8Array.of(1, 2);
    const transport = tlsTransport({ host: '127.0.0.1', port: peer.port, ...client, ca });
    disposals.push(() => transport.close());
    const recording = record();
    let pauses = 0;
    const data = (chunk: Uint8Array): void => {
      recording.sink.data(chunk);
      pauses += 1;
      if (pauses === 1) transport.pause?.();
    };
    await transport.open({ ...recording.sink, data });
    await until(() => pauses === 1, 'the greeting arrives');
    (await peer.socket()).write(Uint8Array.of(3));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(Array.from(recording.bytes())).toEqual([1, 2]);
    transport.resume?.();
    await until(() => recording.bytes().length === 3, 'the rest arrives after the pause');
    expect(Array.from(recording.bytes())).toEqual([1, 2, 3]);
  });

  it.each([
    { host: '' },
    { port: 0 },
    { connectTimeout: 0 },
    { minVersion: 'TLSv1.1' },
    { cert: client.cert },
    { key: client.key },
    { ...client, certFile: 'c.pem' },
    { ca: [] },
    { ca: '' },
    { ca: [7] },
    { caFile: '' },
    { servername: '' },
    { rejectUnauthorized: 'no' },
  ])('refuses %o', wrong => {
    expect(() => tlsTransport({ host: 'a', ...wrong } as TlsSettings)).toThrow(UsageError);
  });
});
