import { connect, type Socket } from 'node:net';
import type { Medium, Transport } from '@bus/line';
import { ChannelTransport } from './channel-transport.js';
import { connectSocket, diagnoseTcp } from './connect-socket.js';
import { hostPort } from './host-port.js';
import { checkHost, checkPort, checkRange } from './network-address.js';
import { SocketReads } from './socket-reads.js';

/** Milliseconds after which an idle connection is probed, so that a peer that lost its power is noticed some time. */
export const KEEP_ALIVE_DELAY = 10_000;

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
 * A plain stream of bytes over TCP: Modbus TCP, or RTU and ASCII as serial device servers and gateways offer them.
 *
 * `write` resolves when the bytes were handed to the operating system; TCP tells no more.
 *
 * @example
 * const line = new Line(tcpTransport({ host: '10.0.0.7', port: 502 }));
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function tcpTransport(settings: TcpSettings): Transport {
  const host = checkHost(settings.host);
  const { port, connectTimeout = 5000 } = settings;
  checkPort(port, 1);
  checkRange('connectTimeout', connectTimeout, 1, 600_000, ' ms');
  const name = settings.name ?? `rtu+tcp://${hostPort(host, port)}`;
  const medium: Medium = { name, characterTime: 0, silentLoss: true };
  return new ChannelTransport(medium, signal => {
    const reads = new SocketReads();
    return connectSocket({
      medium: medium.name,
      socket: paused(host, port, reads),
      reads,
      whenReady: (socket, done) => socket.once('connect', done),
      diagnose: diagnoseTcp,
      connectTimeout,
      signal,
    });
  });
}

function paused(host: string, port: number, reads: SocketReads): Socket {
  return connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY,
    onread: reads.onread,
  }).pause();
}
