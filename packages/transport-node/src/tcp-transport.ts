import { connect, type Socket } from 'node:net';
import { type Medium, type Transport, TransportError, UsageError } from '@bus/line';
import { ChannelTransport } from './channel-transport.js';
import { hostPort } from './host-port.js';
import { SocketChannel } from './socket-channel.js';

/** Milliseconds after which an idle connection is probed, so that a peer that lost its power is noticed some time. */
const KEEP_ALIVE_DELAY = 10_000;

/** Where a TCP connection goes. */
export interface TcpSettings {
  /** Name or address; IPv6 with or without brackets. */
  host: string;
  /** 1..65535. */
  port: number;
  /** Milliseconds until an attempt to connect is given up, 1..600 000; 5000 by default. */
  connectTimeout?: number;
  /** The medium's name; `rtu+tcp://host:port` by default. */
  name?: string;
}

/**
 * A plain stream of bytes over TCP, as serial device servers and gateways offer it: RTU over TCP, for instance.
 *
 * `write` resolves when the bytes were handed to the operating system; TCP tells no more.
 *
 * @example
 * const line = new Line(tcpTransport({ host: '10.0.0.7', port: 502 }));
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function tcpTransport(settings: TcpSettings): Transport {
  const host = /^\[.*\]$/.test(settings.host) ? settings.host.slice(1, -1) : settings.host;
  const { port, connectTimeout = 5000 } = settings;
  if (typeof host !== 'string' || host === '' || /[\s/]/.test(host))
    throw new UsageError(`host must be a name or an address, not '${host}'`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`port must be an integer from 1 to 65535, not ${port}`);
  if (!(connectTimeout >= 1 && connectTimeout <= 600_000))
    throw new UsageError(`connectTimeout must be 1 to 600000 ms, not ${connectTimeout}`);
  const medium: Medium = { name: settings.name ?? `rtu+tcp://${hostPort(host, port)}`, characterTime: 0 };
  return new ChannelTransport(
    medium,
    async signal => new SocketChannel(await connected(medium.name, { host, port, connectTimeout }, signal)),
  );
}

function connected(
  medium: string,
  { host, port, connectTimeout }: { host: string; port: number; connectTimeout: number },
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY,
    });
    socket.pause();
    const fail = (what: string, hint: string, cause?: unknown): void => {
      settle();
      // An error that comes after its destruction has nobody to tell.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(new TransportError('open-failed', `${medium} ${what}`, { facts: { medium }, hint, cause }));
    };
    const onAbort = (): void => fail('was closed while it was being opened', 'Open it again.');
    const onError = (error: Error): void => fail(...diagnosis(error), error);
    const timer = setTimeout(
      () =>
        fail(
          `did not accept a connection within ${connectTimeout} ms`,
          'Look whether the device is on, and whether a firewall drops the packets.',
        ),
      connectTimeout,
    );
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('connect', onConnect);
    };
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    signal.addEventListener('abort', onAbort);
    socket.on('error', onError);
    socket.on('connect', onConnect);
  });
}

/** What an attempt to connect failed with, and what to do. */
function diagnosis(error: Error): [what: string, hint: string] {
  // A name with several addresses fails with one error for each.
  const errors = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const code =
    (error as NodeJS.ErrnoException).code ?? (errors[0] as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'refuses connections',
        'Nothing listens on this port; look at the port number and the device’s settings.',
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['cannot be found by its name', 'Look at the spelling, or give the address instead.'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['cannot be reached', 'Look at the cable and the network settings of both sides.'];
    default:
      return [
        `could not be connected to: ${error.message || code}`,
        'Look whether the device is on and reachable.',
      ];
  }
}
