import type { Clock } from './clock.js';
import type { Transport } from './transport.js';

interface PendingWrite {
  readonly bytes: Uint8Array;
  readonly failed: (error: unknown) => void;
}

/** Writes that may be asked for at any time, on a transport that takes one at a time: what waits goes out in one piece. */
export class WriteQueue {
  readonly #transport: Transport;
  readonly #clock: Clock;
  #pending: PendingWrite[] = [];
  #writingSince: number | undefined;
  #generation = 0;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  /** Milliseconds that the transport has been at the write under way, 0 when there is none. */
  get stalledFor(): number {
    return this.#writingSince === undefined ? 0 : this.#clock.now() - this.#writingSince;
  }

  /** @param failed called when the bytes could not be written. */
  push(bytes: Uint8Array, failed: (error: unknown) => void): void {
    this.#pending.push({ bytes, failed });
    if (this.#writingSince === undefined) void this.#flush(this.#generation);
  }

  /** Forgets what has not been written, and the write under way: the connection that they were meant for is gone. */
  reset(): void {
    this.#generation += 1;
    this.#pending = [];
    this.#writingSince = undefined;
  }

  async #flush(generation: number): Promise<void> {
    while (generation === this.#generation && this.#pending.length > 0) {
      const batch = this.#transport.medium.datagrams ? this.#pending.splice(0, 1) : this.#pending.splice(0);
      this.#writingSince = this.#clock.now();
      try {
        await this.#transport.write(batch.length === 1 ? batch[0]!.bytes : joined(batch));
      } catch (error) {
        for (const write of batch) write.failed(error);
      }
    }
    if (generation === this.#generation) this.#writingSince = undefined;
  }
}

function joined(writes: readonly PendingWrite[]): Uint8Array {
  const bytes = new Uint8Array(writes.reduce((sum, write) => sum + write.bytes.length, 0));
  let at = 0;
  for (const write of writes) {
    bytes.set(write.bytes, at);
    at += write.bytes.length;
  }
  return bytes;
}
