import type { Clock } from './clock.js';
import type { Transport } from './transport.js';

interface PendingWrite<Owner> {
  readonly bytes: Uint8Array;
  readonly owner: Owner;
}

/** Writes that may be asked for at any time, on a transport that takes one at a time: what waits goes out in one piece. */
export class WriteQueue<Owner> {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #failed: (owner: Owner, error: unknown) => void;
  #pending: PendingWrite<Owner>[] = [];
  #writingSince: number | undefined;
  #generation = 0;

  /** @param failed told of each owner whose bytes could not be written. */
  constructor(transport: Transport, clock: Clock, failed: (owner: Owner, error: unknown) => void) {
    this.#transport = transport;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Milliseconds that the transport has been at the write under way at the time `now`, 0 when there is none. */
  stalledFor(now: number): number {
    return this.#writingSince === undefined ? 0 : now - this.#writingSince;
  }

  push(bytes: Uint8Array, owner: Owner, now: number): void {
    if (this.#writingSince === undefined) this.#write(bytes, [owner], now);
    else this.#pending.push({ bytes, owner });
  }

  /** Forgets what has not been written, and the write under way: the connection that they were meant for is gone. */
  reset(): void {
    this.#generation += 1;
    this.#pending = [];
    this.#writingSince = undefined;
  }

  #write(bytes: Uint8Array, owners: readonly Owner[], now: number): void {
    const generation = this.#generation;
    this.#writingSince = now;
    this.#handOver(bytes).then(
      () => this.#goOn(generation),
      (error: unknown) => {
        for (const owner of owners) this.#failed(owner, error);
        this.#goOn(generation);
      },
    );
  }

  /** A transport that throws instead of rejecting has failed all the same. */
  #handOver(bytes: Uint8Array): Promise<void> {
    try {
      return this.#transport.write(bytes);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #goOn(generation: number): void {
    if (generation !== this.#generation) return;
    this.#writingSince = undefined;
    if (this.#pending.length === 0) return;
    const batch = this.#transport.medium.datagrams ? this.#pending.splice(0, 1) : this.#pending.splice(0);
    const bytes = batch.length === 1 ? batch[0]!.bytes : joined(batch);
    this.#write(
      bytes,
      batch.map(({ owner }) => owner),
      this.#clock.now(),
    );
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
