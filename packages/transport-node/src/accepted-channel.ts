import type { Socket } from 'node:net';
import type { Channel, ChannelEvents } from './channel.js';
import type { Connection } from './connection.js';
import { SocketChannel } from './socket-channel.js';

/** How long and how much a peer that does not read is waited for. */
export interface WriteLimits {
  readonly maxBufferedBytes: number;
  /** Milliseconds. */
  readonly writeTimeout: number;
}

/** The channel of an accepted connection: drops a peer that does not read, and tells of each sign of life. */
export class AcceptedChannel implements Channel {
  readonly #socket: Socket;
  readonly #channel: SocketChannel;
  readonly #connection: Connection;
  readonly #limits: WriteLimits;

  constructor(socket: Socket, connection: Connection, limits: WriteLimits) {
    this.#socket = socket;
    this.#channel = new SocketChannel(socket);
    this.#connection = connection;
    this.#limits = limits;
  }

  start(events: ChannelEvents): void {
    this.#channel.start({
      data: chunk => {
        this.#connection.touch();
        events.data(chunk);
      },
      ended: cause => events.ended(cause),
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { maxBufferedBytes, writeTimeout } = this.#limits;
    const writing = this.#channel.write(bytes);
    if (this.#socket.writableLength > maxBufferedBytes)
      this.#connection.drop(`it does not read: ${this.#socket.writableLength} bytes wait for it`);
    const timer = setTimeout(
      () => this.#connection.drop(`it did not read for ${writeTimeout} ms`),
      writeTimeout,
    );
    try {
      await writing;
      this.#connection.touch();
    } finally {
      clearTimeout(timer);
    }
  }

  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  release(): Promise<void> {
    return this.#channel.release();
  }
}
