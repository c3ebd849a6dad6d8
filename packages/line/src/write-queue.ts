import type { Clock } from './clock.js';
import { transmit } from './transmit.js';
import type { Transport } from './transport.js';

/** Something to be written, and who wants to know when that fails. */
interface Outgoing {
  readonly bytes: Uint8Array;
}

const NONE: readonly never[] = [];

/**
 * Writes that may be asked for at any time, on a transport that takes one at a time: what waits goes out in one piece.
 *
 *     push 7, push 8, flush ──▶ write 7 8        push 9, flush: nothing yet ──▶ write 9, when 7 8 is out
 */
export class WriteQueue<Item extends Outgoing> {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #failed: (item: Item, error: Error) => void;
  #pending: Item[] = [];
  /** What is under way: a single item, for which no list is made, or several. */
  #single: Item | undefined;
  #batch: readonly Item[] = NONE;
  #writing = false;
  /** When the write under way began. */
  #since = Number.NEGATIVE_INFINITY;
  #flushing = false;
  #done = this.#newDone();

  /** @param failed told of each item that could not be written. */
  constructor(transport: Transport, clock: Clock, failed: (item: Item, error: Error) => void) {
    this.#transport = transport;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Milliseconds that the transport has been at the write under way at the time `now`, 0 when there is none. */
  stalledFor(now: number): number {
    return this.#writing ? now - this.#since : 0;
  }

  /** To be written by the next `flush`. */
  push(item: Item): void {
    this.#pending.push(item);
  }

  /** Takes back what was pushed; false: it is too late. */
  withdraw(item: Item): boolean {
    const at = this.#pending.indexOf(item);
    if (at >= 0) this.#pending.splice(at, 1);
    return at >= 0;
  }

  /**
   * Writes what waits, now or behind the write under way. `failed` may be told before this returns.
   *
   * @param now the time on the clock.
   */
  flush(now: number): void {
    // Many transports are done with a write before they return.
    if (this.#flushing) return;
    this.#flushing = true;
    while (!this.#writing && this.#pending.length > 0) this.#writeNext(now);
    this.#flushing = false;
  }

  /** Forgets what has not been written, and the write under way: the connection that they were meant for is gone. */
  reset(): void {
    this.#pending = [];
    this.#end();
    // The end of that write means nothing any more.
    this.#done = this.#newDone();
  }

  #writeNext(now: number): void {
    const { medium } = this.#transport;
    const pending = this.#pending;
    if (pending.length === 1) this.#single = pending.pop();
    else if (medium.datagrams) this.#single = pending.shift();
    else {
      this.#batch = pending;
      this.#pending = [];
    }
    this.#writing = true;
    this.#since = now;
    transmit(this.#transport, this.#single?.bytes ?? joined(this.#batch), this.#done);
  }

  /** What a transport calls when a write has ended; all writes until `reset` share it. */
  #newDone(): (error?: Error) => void {
    const done = (error?: Error): void => {
      if (done !== this.#done) return;
      if (error !== undefined) {
        const items = this.#single === undefined ? this.#batch : [this.#single];
        for (const item of items) this.#failed(item, error);
      }
      // Who was told may have given up the connection.
      if (done !== this.#done) return;
      this.#end();
      if (this.#pending.length > 0) this.flush(this.#clock.now());
    };
    return done;
  }

  #end(): void {
    this.#writing = false;
    this.#single = undefined;
    this.#batch = NONE;
  }
}

function joined(writes: readonly Outgoing[]): Uint8Array {
  const bytes = new Uint8Array(writes.reduce((sum, write) => sum + write.bytes.length, 0));
  let at = 0;
  for (const write of writes) {
    bytes.set(write.bytes, at);
    at += write.bytes.length;
  }
  return bytes;
}
