import type { RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import { TransportError } from '@bus/line';
import { AddressList, plainAddress } from './address-list.js';
import { hostPort } from './host-port.js';
import { checkHost, checkPort, checkRange } from './network-address.js';
import type { PeerInfo } from './peer-info.js';

/** Where to listen for datagrams, and from whom. */
export interface ListenUdpSettings {
  /** Address to listen on; `127.0.0.1` by default, which only this machine reaches. */
  host?: string;
  /** 0..65535; 0, the default, takes a free one. */
  port?: number;
  /** Addresses whose datagrams are taken, as `10.0.0.7`, `10.0.0.0/24` or `fd00::/8`; all by default. */
  allow?: readonly string[];
  /** How many datagrams may be in work at a time, 1..65 535; 64 by default. Those beyond are dropped. */
  maxPending?: number;
  /** Bytes of replies that may wait to be sent, 1024 or more; 256 KiB by default. Replies beyond are dropped. */
  maxBufferedBytes?: number;
  /** Told of what the socket or the handler failed with. Without it an error of the handler is thrown as uncaught. */
  onError?: (error: Error, peer: string) => void;
}

/**
 * Takes one datagram.
 *
 * @param datagram its own copy, never empty
 * @param reply sends one datagram back to where it came from, and may be called any number of times until the listener
 *   is closed; what cannot be sent is dropped, as UDP does
 * @param info where it came from
 * @returns when it is a promise, the datagram counts as in work until that settles
 */
export type DatagramHandler = (
  datagram: Uint8Array,
  reply: (bytes: Uint8Array) => void,
  info: PeerInfo,
) => void | Promise<void>;

/** A listener that is listening. */
export interface UdpListener {
  /** The port that it listens on. */
  readonly port: number;
  /** Datagrams and replies dropped so far because there were too many. */
  readonly dropped: number;
  /** Stops listening. */
  close(): Promise<void>;
}

/**
 * Takes datagrams from anybody who is allowed. UDP knows no connections: each datagram stands for itself.
 *
 * @example
 * const listener = await listenUdp({ port: 5020 }, (datagram, reply) => reply(datagram));
 *
 * @throws {UsageError} a setting is out of range.
 * @throws {TransportError} `open-failed`: the port is taken, or may not be used.
 */
export async function listenUdp(settings: ListenUdpSettings, handler: DatagramHandler): Promise<UdpListener> {
  const host = checkHost(settings.host ?? '127.0.0.1');
  const { port = 0, maxPending = 64, maxBufferedBytes = 256 * 1024 } = settings;
  checkPort(port, 0);
  checkRange('maxPending', maxPending, 1, 65_535);
  checkRange('maxBufferedBytes', maxBufferedBytes, 1024, 2 ** 31, ' bytes');
  const allow = settings.allow === undefined ? undefined : new AddressList(settings.allow);
  // Loaded on use: a program that speaks over TCP or a serial port does not need it.
  const { createSocket } = await import('node:dgram');
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const desk = new Desk(socket, handler, { ...settings, maxPending, maxBufferedBytes });
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch (cause) {
    socket.close();
    const message = `cannot listen on udp ${hostPort(host, port)}: ${(cause as Error).message}`;
    throw new TransportError('open-failed', message, { hint: 'Choose another address or port.', cause });
  }
  socket.on('error', error => settings.onError?.(error, ''));
  socket.on('message', (message, from) => {
    if (message.length > 0 && (!allow || allow.has(from.address))) desk.take(message, from);
  });
  return {
    port: socket.address().port,
    get dropped() {
      return desk.dropped;
    },
    close: () => desk.close(),
  };
}

type Limits = ListenUdpSettings & { maxPending: number; maxBufferedBytes: number };

/** Hands datagrams to the handler, as many at a time as the limits allow. */
class Desk {
  readonly socket: Socket;
  dropped = 0;
  readonly #handler: DatagramHandler;
  readonly #limits: Limits;
  #pending = 0;
  #closed: Promise<void> | undefined;

  constructor(socket: Socket, handler: DatagramHandler, limits: Limits) {
    this.socket = socket;
    this.#handler = handler;
    this.#limits = limits;
  }

  take(message: Buffer, from: RemoteInfo): void {
    if (this.#pending >= this.#limits.maxPending) {
      this.dropped += 1;
      return;
    }
    this.#pending += 1;
    void this.#handle(message, from).finally(() => {
      this.#pending -= 1;
    });
  }

  async #handle(message: Buffer, from: RemoteInfo): Promise<void> {
    const info = { address: plainAddress(from.address), port: from.port };
    try {
      await this.#handler(new Uint8Array(message), bytes => this.#reply(bytes, from), info);
    } catch (error) {
      const { onError } = this.#limits;
      if (onError) return onError(error as Error, hostPort(info.address, info.port));
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #reply(bytes: Uint8Array, to: RemoteInfo): void {
    if (this.#closed !== undefined) return;
    // From port 0 nobody can be answered, and Node throws when it is told to.
    const full = this.socket.getSendQueueSize() + bytes.length > this.#limits.maxBufferedBytes;
    if (full || to.port === 0) {
      this.dropped += 1;
      return;
    }
    this.socket.send(bytes.slice(), to.port, to.address, error => {
      if (error) this.#limits.onError?.(error, hostPort(plainAddress(to.address), to.port));
    });
  }

  close(): Promise<void> {
    this.#closed ??= new Promise(resolve => {
      this.socket.close(() => resolve());
    });
    return this.#closed;
  }
}
