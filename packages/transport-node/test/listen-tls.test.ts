import { connect } from 'node:net';
import type { Transport, TransportError } from '@bus/line';
import { record, transportSuite, until } from '@bus/line/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ListenTlsSettings, listenTls } from '../src/listen-tls.js';
import type { TlsPeerInfo } from '../src/peer-info.js';
import { type TlsSettings, tlsTransport } from '../src/tls-transport.js';
import { Authority, der, extension, type Identity, roleExtension, roleIdentifier } from './certificates.js';

const authority = new Authority('Plant authority');
const stranger = new Authority('Other authority');
const server = authority.issueForThisMachine();
const ca = authority.cert;
const withRole = (...extensions: Uint8Array[]): Identity => authority.issue('panel 3', { extensions });
const operator = withRole(roleExtension('operator'));
const nothing = { data: () => undefined, closed: () => undefined };

/** From now on no time passes by itself, so that a machine that stands still for a while runs into no time-out. */
const stopTime = (): unknown => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
afterEach(() => {
  vi.useRealTimers();
});

interface Accepted {
  transport: Transport;
  peer: string;
  info: TlsPeerInfo;
}

class Fixture {
  readonly accepted: Accepted[] = [];
  readonly errors: [TransportError, string][] = [];
  port = 0;
  close: () => Promise<void> = async () => undefined;

  async listen(settings: Partial<ListenTlsSettings> = {}): Promise<this> {
    const onError = (error: TransportError, peer: string) => this.errors.push([error, peer]);
    const listener = await listenTls(
      { port: 0, ...server, ca, onError, ...settings },
      (transport, peer, info) => this.accepted.push({ transport, peer, info }),
    );
    this.port = listener.port;
    this.close = () => listener.close();
    return this;
  }

  async connect(settings: Partial<TlsSettings> = {}): Promise<Transport> {
    const transport = tlsTransport({ host: '127.0.0.1', port: this.port, ca, ...settings });
    await transport.open(nothing);
    return transport;
  }
}

transportSuite(
  {
    name: 'a connection to listenTls',
    make: async () => {
      let current: Transport | undefined;
      let received = new Uint8Array(0);
      const sink = {
        data: (chunk: Uint8Array) => {
          received = Uint8Array.from([...received, ...chunk]);
        },
        closed: () => undefined,
      };
      const listener = await listenTls({ port: 0, ...server, ca }, transport => {
        current = transport;
        void transport.open(sink);
      });
      const transport = tlsTransport({ host: '127.0.0.1', port: listener.port, ...operator, ca });
      return {
        transport,
        peer: {
          write: async bytes => {
            await until(() => current !== undefined, 'the server has a connection');
            await current!.write(bytes);
          },
          received: () => received,
          hangUp: async () => {
            await until(() => current !== undefined, 'the server has a connection');
            await current!.close();
          },
        },
        dispose: () => listener.close(),
      };
    },
  },
  { describe, it, expect },
);

describe('listenTls', () => {
  it.each([
    ['the role that stands in its certificate', operator, 'operator'],
    ['no role without one', withRole(), undefined],
    ['no role with two', withRole(roleExtension('operator'), roleExtension('admin')), undefined],
    ['no role with an INTEGER', withRole(extension(roleIdentifier, der(0x02, [1]))), undefined],
  ])('gives a client %s', async (_, identity, role) => {
    const fixture = await new Fixture().listen();
    const client = await fixture.connect(identity);
    await until(() => fixture.accepted.length === 1, 'the connection is accepted');
    const [{ peer, info }] = fixture.accepted as [Accepted];
    expect(info.role).toBe(role);
    expect(info.subject).toBe('CN=panel 3');
    expect(info.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(peer).toBe(`127.0.0.1:${info.port}`);
    await client.close();
    await fixture.close();
  });

  it.each([
    ['without a certificate', {}, /NOT_RETURN_A_CERTIFICATE/],
    ['of another authority', stranger.issue('x', { extensions: [roleExtension('admin')] }), /not accepted/],
    ['with an expired certificate', authority.issue('x', { validFor: -60_000 }), /CERT_HAS_EXPIRED/],
  ])('turns a client away that comes %s, tells why, and goes on', async (_, identity, message) => {
    const fixture = await new Fixture().listen();
    stopTime();
    await expect(fixture.connect(identity)).rejects.toMatchObject({ code: 'open-failed' });
    vi.useRealTimers();
    await until(() => fixture.errors.length === 1, 'the failure is reported');
    const [error, peer] = fixture.errors[0]!;
    expect(error.message).toMatch(message);
    expect(peer).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(error.message).toContain(peer);
    const client = await fixture.connect(operator);
    await until(() => fixture.accepted.length === 1, 'the good one is accepted');
    await client.close();
    await fixture.close();
  });

  it('lets clients without a certificate in where it is told to, and gives no role to those it cannot trust', async () => {
    const fixture = await new Fixture().listen({ requireClientCertificate: false });
    const forged = stranger.issue('x', { extensions: [roleExtension('admin')] });
    const clients = [];
    for (const identity of [{}, forged, operator]) {
      clients.push(await fixture.connect(identity));
      await until(() => fixture.accepted.length === clients.length, 'the connection is accepted');
    }
    expect(fixture.accepted.map(({ info }) => info.role)).toEqual([undefined, undefined, 'operator']);
    expect(fixture.accepted[1]!.info).toMatchObject({ subject: undefined, fingerprint: undefined });
    for (const client of clients) await client.close();
    await fixture.close();
  });

  it('survives clear text, silence and hang-ups in the handshake', async () => {
    const fixture = await new Fixture().listen({ handshakeTimeout: 60_000 });
    const clear = connect(fixture.port, '127.0.0.1');
    clear.on('error', () => undefined);
    clear.write(Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1));
    const brief = connect(fixture.port, '127.0.0.1', () => brief.resetAndDestroy());
    await until(() => fixture.errors.length === 2, 'two failures are reported');
    const hasty = await new Fixture().listen({ handshakeTimeout: 100 });
    const silent = connect(hasty.port, '127.0.0.1').on('error', () => undefined);
    await until(() => hasty.errors.length === 1, 'the silent one is reported');
    const said = fixture.errors.map(([error]) => error.message).join();
    expect(said).toContain('ERR_SSL_WRONG_VERSION_NUMBER');
    expect(said).toContain('ECONNRESET');
    expect(hasty.errors[0]![0].message).toContain('ERR_TLS_HANDSHAKE_TIMEOUT');
    clear.destroy();
    silent.destroy();
    await fixture.close();
    await hasty.close();
  });

  it('does not speak a TLS older than 1.2', async () => {
    const fixture = await new Fixture().listen({ minVersion: 'TLSv1.3' });
    const { connect: connectTls } = await import('node:tls');
    const socket = connectTls({
      port: fixture.port,
      host: '127.0.0.1',
      ...operator,
      ca,
      maxVersion: 'TLSv1.2',
    });
    const code = await new Promise(resolve =>
      socket.on('error', error => resolve((error as { code?: string }).code)),
    );
    expect(code).toContain('PROTOCOL_VERSION');
    await fixture.close();
  });

  it('keeps to its allow list and its number of connections', async () => {
    const closed = await new Fixture().listen({ allow: ['10.0.0.0/8'] });
    await expect(closed.connect(operator)).rejects.toMatchObject({ code: 'open-failed' });
    expect(closed.errors[0]?.[0].message).toContain('not allowed');
    await closed.close();

    const full = await new Fixture().listen({ maxConnections: 1 });
    const first = tlsTransport({ host: '127.0.0.1', port: full.port, ca, ...operator });
    const recording = record();
    await first.open(recording.sink);
    const second = await full.connect(operator);
    await until(() => recording.reasons.length === 1, 'the first one gave way');
    await second.close();
    await full.close();
  });

  it('ends a client that is silent for too long', async () => {
    stopTime();
    const fixture = await new Fixture().listen({ idleTimeout: 600 });
    const client = tlsTransport({ host: '127.0.0.1', port: fixture.port, ca, ...operator });
    const recording = record();
    await client.open(recording.sink);
    vi.advanceTimersByTime(599);
    await new Promise(resolve => setImmediate(resolve));
    expect(recording.reasons.length).toBe(0);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    await until(() => recording.reasons.length === 1, 'it is ended');
    await fixture.close();
  });

  it.each([
    [{ cert: undefined, key: undefined }, 'a TLS server needs a certificate'],
    [{ ca: undefined }, 'no authority for them is given'],
    [{ key: undefined }, 'cert comes without key'],
    [{ minVersion: 'TLSv1' }, 'minVersion must be'],
    [{ handshakeTimeout: 0 }, 'handshakeTimeout must be'],
    [{ requireClientCertificate: 1 }, 'requireClientCertificate must be'],
  ])('refuses %o', async (wrong, message) => {
    await expect(new Fixture().listen(wrong as Partial<ListenTlsSettings>)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(message),
    });
  });

  it('says that it cannot use a certificate, and that a port is taken', async () => {
    await expect(new Fixture().listen({ key: operator.key })).rejects.toMatchObject({ code: 'open-failed' });
    await expect(new Fixture().listen({ caFile: '/nowhere.pem', ca: undefined })).rejects.toMatchObject({
      code: 'open-failed',
    });
    const fixture = await new Fixture().listen();
    await expect(new Fixture().listen({ port: fixture.port })).rejects.toMatchObject({ code: 'open-failed' });
    await fixture.close();
  });
});
