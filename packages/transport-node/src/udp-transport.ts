import { type Medium, type Transport, TransportError } from '@bus/line';
import { ChannelTransport } from './channel-transport.js';
import { diagnoseTcp } from './connect-socket.js';
import { DatagramChannel } from './datagram-channel.js';
import { hostPort } from './host-port.js';
import { checkHost, checkPort } from './network-address.js';

/** Where datagrams go. */
export interface UdpSettings {
  /** Name or address; IPv6 with or without brackets. Of a name the first address is taken, IPv4 before IPv6. */
  host: string;
  /** 1..65535; 502 by default. */
  port?: number;
  /** Port of this machine, 0..65535; 0, the default, takes a free one. */
  localPort?: number;
  /** The medium's name; `udp://host:port` by default. */
  name?: string;
}

/**
 * Datagrams to and from one peer: each write is one datagram, each chunk that arrives is one, and those of others are
 * not seen. Datagrams may be lost, doubled or overtaken on their way, and nobody tells that the peer is gone: `closed` is
 * reported only when this machine's own end fails.
 *
 * @example
 * const line = new Line(udpTransport({ host: '10.0.0.7' }));
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function udpTransport(settings: UdpSettings): Transport {
  const host = checkHost(settings.host);
  const { port = 502, localPort = 0 } = settings;
  checkPort(port, 1);
  checkPort(localPort, 0, 'localPort');
  const medium: Medium = {
    name: settings.name ?? `udp://${hostPort(host, port)}`,
    characterTime: 0,
    datagrams: true,
  };
  return new ChannelTransport(medium, async signal => {
    try {
      // Loaded on use: a program that speaks over TCP or a serial port needs neither.
      const { lookup } = await import('node:dns/promises');
      signal.throwIfAborted();
      const { address, family } = await unlessAborted(lookup(host, { order: 'ipv4first' }), signal);
      return await connected(family === 6 ? 'udp6' : 'udp4', address, port, localPort);
    } catch (error) {
      throw openError(medium.name, error as NodeJS.ErrnoException, signal.aborted, localPort);
    }
  });
}

/** A name server that does not answer must not hold up a close. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** The system passes on only what comes from the address that a socket is connected to. */
async function connected(
  type: 'udp4' | 'udp6',
  address: string,
  port: number,
  localPort: number,
): Promise<DatagramChannel> {
  const { createSocket } = await import('node:dgram');
  return await new Promise((resolve, reject) => {
    const socket = createSocket(type);
    const fail = (error: Error): void => {
      socket.close();
      reject(error);
    };
    socket.once('error', fail);
    socket.bind(localPort, () => {
      // Its callback gets the error that there may be, although that is not in its type.
      socket.connect(port, address, ((error?: Error) => {
        if (error) return fail(error);
        socket.removeListener('error', fail);
        resolve(new DatagramChannel(socket));
      }) as () => void);
    });
  });
}

function openError(
  medium: string,
  error: NodeJS.ErrnoException,
  aborted: boolean,
  localPort: number,
): TransportError {
  const diagnoses: Record<string, readonly [string, string]> = {
    EADDRINUSE: [`cannot use port ${localPort} of this machine: it is taken`, 'Choose another localPort.'],
    EACCES: [
      `cannot use port ${localPort} of this machine: it needs a special right`,
      'Choose a localPort of 1024 or more.',
    ],
  };
  const [what, hint] = aborted
    ? ['was closed while it was being opened', 'Open it again.']
    : (diagnoses[error.code ?? ''] ?? diagnoseTcp(error));
  return new TransportError('open-failed', `${medium} ${what}`, { facts: { medium }, hint, cause: error });
}
