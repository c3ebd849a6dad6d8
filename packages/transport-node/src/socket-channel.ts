import type { Socket } from 'node:net';
import type { Channel, ChannelEvents } from './channel.js';
import { OutgoingBytes } from './outgoing-bytes.js';
import type { SocketReads } from './socket-reads.js';

const NOTHING = new Uint8Array(0);

/** For all sockets whose writes are over at once. */
let shared = new OutgoingBytes();

/** A connected TCP socket. It must be paused until `start`, so that nothing that it received before is lost. */
export class SocketChannel implements Channel {
  readonly #socket: Socket;
  readonly #explain: (error: Error) => Error;
  readonly #reads: SocketReads | undefined;
  #events: ChannelEvents | undefined;
  #ended = false;
  #failure: Error | undefined;
  /** Set once a write did not end at once, as they never do over TLS: then Node has to call back for each. */
  #outgoing: OutgoingBytes | undefined;
  /** Whom to tell of the end of the write that is under way. */
  #done: ((error?: Error) => void) | undefined;

  /**
   * @param explain makes of the socket's error what is to be told of it
   * @param reads what the socket was made to read into; Node can do that for connections that this side begins, not for
   *   those that it accepts, whose bytes come in memory of the socket's own
   */
  constructor(socket: Socket, explain: (error: Error) => Error = error => error, reads?: SocketReads) {
    this.#socket = socket;
    this.#explain = explain;
    this.#reads = reads;
    socket.on('error', error => {
      this.#failure ??= this.#explain(error);
    });
    // The far side sends no more: half a connection answers no question, so it counts as gone.
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#end());
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    // Before the first bytes are told of: who hears them may pause.
    this.#socket.resume();
    if (this.#reads) this.#reads.start(events);
    else
      this.#socket.on('data', (chunk: Buffer) => {
        // A plain view: unlike a Buffer's, its `slice` copies.
        events.data(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      });
    if (this.#ended) events.ended(this.#failure);
  }

  #end(): void {
    this.#ended = true;
    this.#events?.ended(this.#failure);
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.send(bytes, error => (error === undefined ? resolve() : reject(error)));
    });
  }

  send(bytes: Uint8Array, done: (error?: Error) => void): void {
    const socket = this.#socket;
    const outgoing = (this.#outgoing ?? shared).of(bytes);
    // Node calls back a turn of its queues later, which costs as much as a tenth of a read: most writes are over at once.
    if (this.#outgoing === undefined && socket.write(outgoing) && socket.writableLength === 0) {
      done();
      return;
    }
    this.#done = done;
    if (this.#outgoing === undefined) {
      // What waits stands there, so the others get another place.
      this.#outgoing = shared;
      shared = new OutgoingBytes();
      // What ends behind the write that is under way tells of its end.
      socket.write(NOTHING, this.#written);
    } else socket.write(outgoing, this.#written);
  }

  /** Made once: there is one write at a time. */
  readonly #written = (error?: Error | null): void => {
    const done = this.#done;
    this.#done = undefined;
    // A write that is cut off by this side's own end of the connection is called back like one that succeeded.
    if (!error && !this.#socket.destroyed) done?.();
    else done?.(this.#failure ?? this.#socket.errored ?? error ?? new Error('the connection has ended'));
  };

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async release(): Promise<void> {
    const socket = this.#socket;
    if (socket.closed) return;
    await new Promise<void>(resolve => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
  }
}
