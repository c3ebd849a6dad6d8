import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server, TLSSocket, TlsOptions } from 'node:tls';
import { type Transport, TransportError, UsageError } from '@bus/line';
import { acceptConnections, type TcpListener } from './accept-connections.js';
import { acceptedTransport } from './accepted-transport.js';
import { certificateRole } from './certificate-role.js';
import type { Connection } from './connection.js';
import { hostPort } from './host-port.js';
import { completeListenSettings, type ListenSettings } from './listen-settings.js';
import { checkRange } from './network-address.js';
import type { TlsPeerInfo } from './peer-info.js';
import {
  checkCredentials,
  checkVersion,
  credentialsError,
  loadCredentials,
  type TlsCredentials,
  type TlsVersion,
} from './tls-credentials.js';

/** Where to listen, for whom, and with which certificates. */
export interface ListenTlsSettings extends ListenSettings, TlsCredentials {
  /** 0..65535; 802 by default. 0 takes a free one. */
  port?: number;
  /** `false` lets clients without a certificate in, or with one of another authority; they have no role. */
  requireClientCertificate?: boolean;
  /** `TLSv1.2` by default. */
  minVersion?: TlsVersion;
  /** Milliseconds that a client gets for its handshake, 1..600 000; 10 000 by default. */
  handshakeTimeout?: number;
}

/**
 * Accepts TLS connections: the server of Modbus/TCP Security. As `listenTcp`, and tells the role that the client's
 * certificate names. A handshake that fails is reported to `onError` and disturbs nobody else.
 *
 * @example
 * const files = { certFile: 'server.pem', keyFile: 'server.key', caFile: 'ca.pem' };
 * const listener = await listenTls({ host: '::', ...files }, (transport, peer, { role }) => {
 *   console.log(`${peer} is connected as ${role ?? 'nobody in particular'}`);
 *   transport.open({ data: bytes => transport.write(bytes), closed: () => console.log(`${peer} is gone`) });
 * });
 *
 * @throws {UsageError} a setting is out of range, or a certificate is missing.
 * @throws {TransportError} `open-failed`: the port is taken or may not be used, or a certificate cannot be.
 */
export async function listenTls(
  settings: ListenTlsSettings,
  onConnection: (transport: Transport, peer: string, info: TlsPeerInfo) => void,
): Promise<TcpListener> {
  const all = completeListenSettings({ ...settings, port: settings.port ?? 802 });
  const current = new AsyncLocalStorage<Connection>();
  const connections = new WeakMap<object, Connection>();
  const server = await tlsServer(settings, `tls on ${hostPort(all.host, all.port)}`);
  server.on('secureConnection', socket => {
    const connection = current.getStore();
    // It may be gone again by now; then it cannot say whose certificate it was.
    if (!connection || socket.destroyed) return void socket.destroy();
    const transport = acceptedTransport('tls', socket.pause(), connection, all);
    connection.cover(socket);
    connection.touch();
    onConnection(transport, connection.peer, { ...connection.info, ...identity(socket) });
  });
  server.on('tlsClientError', (error, socket) => {
    // A hang-up is told outside of the connection's context; Node's own link to the socket below helps then.
    const below = (socket as { _parent?: object | null })._parent ?? {};
    const peer = (current.getStore() ?? connections.get(below))?.peer ?? '';
    socket.on('error', () => undefined);
    socket.destroy();
    all.onError(handshakeError(error, socket, peer), peer);
  });
  return await acceptConnections('tls', all, {}, (socket, connection) => {
    connections.set(socket, connection);
    current.run(connection, () => server.emit('connection', socket));
  });
}

async function tlsServer(settings: ListenTlsSettings, where: string): Promise<Server> {
  const { requireClientCertificate = true, minVersion = 'TLSv1.2', handshakeTimeout = 10_000 } = settings;
  checkCredentials(settings);
  checkVersion(minVersion);
  checkRange('handshakeTimeout', handshakeTimeout, 1, 600_000, ' ms');
  if (typeof requireClientCertificate !== 'boolean')
    throw new UsageError('requireClientCertificate must be true or false');
  if (settings.cert === undefined && settings.certFile === undefined)
    throw new UsageError('a TLS server needs a certificate', { hint: 'Give certFile and keyFile.' });
  if (requireClientCertificate && settings.ca === undefined && settings.caFile === undefined)
    throw new UsageError('clients must show a certificate, but no authority for them is given', {
      hint: 'Give caFile, or set requireClientCertificate to false.',
    });
  const options: TlsOptions = {
    ...(await loadCredentials(settings, where)),
    minVersion,
    handshakeTimeout,
    requestCert: true,
    rejectUnauthorized: requireClientCertificate,
    noDelay: true,
  };
  // Loaded on use: it brings all of Node's cryptography.
  const { createServer } = await import('node:tls');
  try {
    return createServer(options);
  } catch (error) {
    throw credentialsError(where, error);
  }
}

/** A certificate that was not verified tells nothing: anybody can write one. */
function identity(socket: TLSSocket): Omit<TlsPeerInfo, 'address' | 'port'> {
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  return {
    role: certificate && certificateRole(certificate.raw),
    subject: certificate?.subject,
    fingerprint: certificate?.fingerprint256,
  };
}

function handshakeError(error: Error, socket: TLSSocket, peer: string): TransportError {
  const medium = `tls from ${peer}`;
  // When the certificate is not accepted the event tells of the hang-up only, and the socket tells why.
  const verdict = socket.authorizationError as unknown;
  const why = verdict
    ? `its certificate is not accepted: ${String(verdict)}`
    : ((error as NodeJS.ErrnoException).code ?? error.message);
  return new TransportError('open-failed', `${medium} failed in the handshake: ${why}`, {
    facts: { medium },
    cause: error,
  });
}
