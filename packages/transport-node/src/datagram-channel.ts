import type { Socket } from 'node:dgram';
import type { Channel, ChannelEvents } from './channel.js';

/** Said of earlier datagrams that found nobody: the peer may be there again for the next one. */
const transient = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN']);

const withoutZone = (address: string): string => address.replace(/%.*$/, '');

/** A connected UDP socket. Each datagram is one chunk. */
export class DatagramChannel implements Channel {
  readonly #socket: Socket;
  #events: ChannelEvents | undefined;
  #failure: Error | undefined;
  #released = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (transient.has(error.code ?? '')) return;
      this.#failure ??= error;
      this.#events?.ended(this.#failure);
    });
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    const peer = this.#socket.remoteAddress();
    this.#socket.on('message', (message, from) => {
      if (this.#released || message.length === 0) return;
      // What others sent before the socket was connected may still have been waiting in it.
      if (from.port !== peer.port || withoutZone(from.address) !== withoutZone(peer.address)) return;
      events.data(new Uint8Array(message.buffer, message.byteOffset, message.byteLength));
    });
    if (this.#failure) events.ended(this.#failure);
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#send(bytes);
    } catch (error) {
      // The refusal is that of an earlier datagram: telling it took the place of sending this one.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
      await this.#send(bytes);
    }
  }

  #send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, error => (error ? reject(error) : resolve()));
    });
  }

  release(): Promise<void> {
    this.#released = true;
    return new Promise(resolve => {
      this.#socket.close(() => resolve());
    });
  }
}
