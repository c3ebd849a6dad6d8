import { isIP } from 'node:net';
import type { checkServerIdentity, TLSSocket } from 'node:tls';
import { type Medium, type Transport, UsageError } from '@bus/line';
import type { Channel } from './channel.js';
import { ChannelTransport } from './channel-transport.js';
import { connectSocket } from './connect-socket.js';
import { diagnoseTls, explainTlsLoss } from './diagnose-tls.js';
import { hostPort } from './host-port.js';
import { checkHost, checkPort, checkRange } from './network-address.js';
import { SocketReads } from './socket-reads.js';
import { KEEP_ALIVE_DELAY } from './tcp-transport.js';
import {
  checkCredentials,
  checkVersion,
  credentialsError,
  loadCredentials,
  type TlsCredentials,
  type TlsVersion,
} from './tls-credentials.js';
import { whenTlsReady } from './tls-ready.js';

/** Where a TLS connection goes, and with which certificates. */
export interface TlsSettings extends TlsCredentials {
  /** Name or address; IPv6 with or without brackets. It must stand in the server's certificate. */
  host: string;
  /** 1..65535; 802 by default. */
  port?: number;
  /** The name to look for in the server's certificate, where it is not `host`. */
  servername?: string;
  /** `false` takes any server's certificate and with it any server: for trials only. */
  rejectUnauthorized?: boolean;
  /** `TLSv1.2` by default. */
  minVersion?: TlsVersion;
  /** Milliseconds until an attempt to connect is given up, handshake included, 1..600 000; 5000 by default. */
  connectTimeout?: number;
  /** The medium's name; `tls://host:port` by default. */
  name?: string;
}

/**
 * A stream of bytes over TLS: Modbus/TCP Security. Never falls back to clear text.
 *
 * Files are read by each `open`, so that a renewed certificate is taken the next time.
 *
 * @example
 * const line = new Line(
 *   tlsTransport({ host: '10.0.0.7', certFile: 'client.pem', keyFile: 'client.key', caFile: 'ca.pem' }),
 * );
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function tlsTransport(settings: TlsSettings): Transport {
  const host = checkHost(settings.host);
  const { port = 802, connectTimeout = 5000, minVersion = 'TLSv1.2', rejectUnauthorized = true } = settings;
  const { servername } = settings;
  checkPort(port, 1);
  checkRange('connectTimeout', connectTimeout, 1, 600_000, ' ms');
  checkVersion(minVersion);
  checkCredentials(settings);
  if (typeof rejectUnauthorized !== 'boolean')
    throw new UsageError(`rejectUnauthorized must be true or false, not ${String(rejectUnauthorized)}`);
  if (servername !== undefined && (typeof servername !== 'string' || servername === ''))
    throw new UsageError('servername must be a name, and not empty');
  const name = settings.name ?? `tls://${hostPort(host, port)}`;
  const medium: Medium = { name, characterTime: 0, silentLoss: true };
  const all = { ...settings, host, port, connectTimeout, minVersion, rejectUnauthorized };
  return new ChannelTransport(medium, signal => openChannel(all, medium.name, signal));
}

async function openChannel(
  settings: TlsSettings & { connectTimeout: number },
  medium: string,
  signal: AbortSignal,
): Promise<Channel> {
  const credentials = await loadCredentials(settings, medium);
  // Loaded on use: it brings all of Node's cryptography.
  const tls = await import('node:tls');
  const { host, port, servername, minVersion, rejectUnauthorized, connectTimeout } = settings;
  const reads = new SocketReads();
  let socket: TLSSocket;
  try {
    socket = tls.connect({
      host,
      port,
      minVersion,
      rejectUnauthorized,
      // Node has it since 14.18; its declaration does not.
      ...{ onread: reads.onread },
      ...serverName(servername, tls.checkServerIdentity),
      ...credentials,
    });
  } catch (error) {
    throw credentialsError(medium, error);
  }
  socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_DELAY).pause();
  return await connectSocket({
    medium,
    socket,
    reads,
    whenReady: whenTlsReady,
    diagnose: diagnoseTls,
    explainLoss: explainTlsLoss,
    connectTimeout,
    signal,
  });
}

/** An address cannot be announced as a name, but it can be looked for in the certificate. */
function serverName(servername: string | undefined, identify: typeof checkServerIdentity): object {
  if (servername === undefined) return {};
  if (isIP(servername) === 0) return { servername };
  const check: typeof checkServerIdentity = (_, certificate) => identify(servername, certificate);
  return { servername: '', checkServerIdentity: check };
}
