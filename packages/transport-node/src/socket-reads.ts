import type { OnReadOpts } from 'node:net';
import type { ChannelEvents } from './channel.js';
import { FrontPart } from './front-part.js';

/** More than one read of the system brings from a device. */
const READ_SIZE = 65_536;
/** Copies of so many bytes wait for `start` before the socket is told to stop reading. */
const EARLY_LIMIT = 16_384;
/** Such a read is one of many answers: one large read costs less than several that save a copy. */
const LARGE = 2048;
/** So many smaller ones in a row, and the bytes come one answer at a time again. */
const CALM = 16;

let shared: Uint8Array | undefined;

/** The buffer of all sockets that have no better place. */
function sharedBuffer(): Uint8Array {
  shared ??= new Uint8Array(READ_SIZE);
  return shared;
}

/**
 * What a socket reads into, past the queue of its stream: the place that the owner offers, or a buffer that all
 * share. A chunk is valid only during the event.
 *
 *     socket: read → callback ─▶ data(chunk) ─▶ buffer: where the next read goes
 *
 * A read takes place in the event loop's own thread, directly in front of its callback, and a socket that was destroyed
 * makes none. So nothing is put into the owner's memory once the channel was released, and the buffer here can be one for
 * all sockets: what is in it has been heard before any of them reads again.
 */
export class SocketReads {
  readonly #part = new FrontPart();
  #events: ChannelEvents | undefined;
  /** Copies of what came before `start`. */
  #early: Uint8Array[] = [];
  #earlyLength = 0;
  /** Reads in a row that were small. */
  #small = CALM;
  readonly onread: OnReadOpts = {
    buffer: () => (this.#small < CALM ? undefined : this.#events?.space?.()) ?? sharedBuffer(),
    callback: (length, buffer) => this.#read(length, buffer),
  };

  /** Lets the bytes flow to `events`, first those that are here already. */
  start(events: ChannelEvents): void {
    this.#events = events;
    const early = this.#early;
    this.#early = [];
    for (const chunk of early) events.data(chunk);
  }

  /** Returns false when the socket is to stop reading. */
  #read(length: number, buffer: Uint8Array): boolean {
    const chunk = this.#part.of(buffer, length);
    if (this.#events) {
      this.#small = length < buffer.length && length < LARGE ? this.#small + 1 : 0;
      this.#events.data(chunk);
      return true;
    }
    // A handshake over TLS makes the socket read although it is paused.
    this.#early.push(chunk.slice());
    this.#earlyLength += length;
    return this.#earlyLength < EARLY_LIMIT;
  }
}
