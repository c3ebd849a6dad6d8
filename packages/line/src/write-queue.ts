import type { Clock } from './clock.js';
import { transmit } from './transmit.js';
import type { Transport } from './transport.js';

interface PendingWrite<Owner> {
  readonly bytes: Uint8Array;
  readonly owner: Owner;
}

/** Writes that may be asked for at any time, on a transport that takes one at a time: what waits goes out in one piece. */
export class WriteQueue<Owner> {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #failed: (owner: Owner, error: Error) => void;
  #pending: PendingWrite<Owner>[] = [];
  #writing = false;
  /** When the write under way began. */
  #since = Number.NEGATIVE_INFINITY;
  /** Whose bytes are under way: those of one, or those of a batch. */
  #owner: Owner | undefined;
  #batch: readonly PendingWrite<Owner>[] = [];
  #done = this.#newDone();

  /** @param failed told of each owner whose bytes could not be written. */
  constructor(transport: Transport, clock: Clock, failed: (owner: Owner, error: Error) => void) {
    this.#transport = transport;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Milliseconds that the transport has been at the write under way at the time `now`, 0 when there is none. */
  stalledFor(now: number): number {
    return this.#writing ? now - this.#since : 0;
  }

  push(bytes: Uint8Array, owner: Owner, now: number): void {
    if (this.#writing) {
      this.#pending.push({ bytes, owner });
      return;
    }
    this.#owner = owner;
    this.#write(bytes, now);
  }

  /** Forgets what has not been written, and the write under way: the connection that they were meant for is gone. */
  reset(): void {
    this.#pending = [];
    this.#end();
    // The end of that write means nothing any more.
    this.#done = this.#newDone();
  }

  #write(bytes: Uint8Array, now: number): void {
    this.#writing = true;
    this.#since = now;
    transmit(this.#transport, bytes, this.#done);
  }

  /** What a transport calls when a write has ended; all writes until `reset` share it. */
  #newDone(): (error?: Error) => void {
    const done = (error?: Error): void => {
      if (done !== this.#done) return;
      if (error !== undefined) this.#fail(error);
      // Who was told may have given up the connection.
      if (done === this.#done) this.#goOn();
    };
    return done;
  }

  #fail(error: Error): void {
    const owners = this.#owner === undefined ? this.#batch.map(({ owner }) => owner) : [this.#owner];
    for (const owner of owners) this.#failed(owner, error);
  }

  #goOn(): void {
    this.#end();
    if (this.#pending.length === 0) return;
    this.#batch = this.#transport.medium.datagrams ? this.#pending.splice(0, 1) : this.#pending.splice(0);
    this.#write(this.#batch.length === 1 ? this.#batch[0]!.bytes : joined(this.#batch), this.#clock.now());
  }

  #end(): void {
    this.#writing = false;
    this.#owner = undefined;
    if (this.#batch.length > 0) this.#batch = [];
  }
}

function joined(writes: readonly PendingWrite<unknown>[]): Uint8Array {
  const bytes = new Uint8Array(writes.reduce((sum, write) => sum + write.bytes.length, 0));
  let at = 0;
  for (const write of writes) {
    bytes.set(write.bytes, at);
    at += write.bytes.length;
  }
  return bytes;
}
