import type { Transport } from './transport.js';

interface PendingWrite {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes that may be asked for at any time, on a transport that takes one at a time: what waits goes out in one piece. */
export class WriteQueue {
  readonly #transport: Transport;
  #pending: PendingWrite[] = [];
  #writing = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Resolves when the bytes have left. */
  push(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ bytes, resolve, reject });
      if (!this.#writing) void this.#flush();
    });
  }

  /** Forgets what has not been written: the connection that it was meant for is gone. */
  reset(): void {
    this.#pending = [];
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    while (this.#pending.length > 0) {
      const batch = this.#transport.medium.datagrams ? this.#pending.splice(0, 1) : this.#pending.splice(0);
      try {
        await this.#transport.write(batch.length === 1 ? batch[0]!.bytes : joined(batch));
        for (const write of batch) write.resolve();
      } catch (error) {
        for (const write of batch) write.reject(error);
      }
    }
    this.#writing = false;
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
