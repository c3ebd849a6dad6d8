import { TransportError } from './errors.js';
import type { Medium, Transport, TransportSink } from './transport.js';

/** Two transports, each of which hears what the other writes. */
export interface MemoryPair {
  readonly a: Transport;
  readonly b: Transport;
  /** Cuts the connection: both sides are told that it was closed. */
  cut(reason?: Error): void;
}

/**
 * A null-modem cable in memory.
 *
 * @example
 * const { a, b } = memoryPair();
 * const line = new Line(a);
 */
export function memoryPair(medium: Partial<Medium> = {}): MemoryPair {
  const a = new MemoryTransport({ name: 'memory:a', characterTime: 0, ...medium });
  const b = new MemoryTransport({ name: 'memory:b', characterTime: 0, ...medium });
  a.peer = b;
  b.peer = a;
  return {
    a,
    b,
    cut: reason => {
      a.cut(reason);
      b.cut(reason);
    },
  };
}

class MemoryTransport implements Transport {
  readonly medium: Medium;
  peer: MemoryTransport | undefined;
  #sink: TransportSink | undefined;

  constructor(medium: Medium) {
    this.medium = medium;
  }

  async open(sink: TransportSink): Promise<void> {
    if (this.#sink !== undefined)
      throw new TransportError('open-failed', `${this.medium.name} is already open`);
    this.#sink = sink;
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.transmit(bytes, error => (error === undefined ? resolve() : reject(error)));
    });
  }

  transmit(bytes: Uint8Array, done: (error?: Error) => void): void {
    if (this.#sink === undefined) {
      done(new TransportError('closed', `${this.medium.name} is not open`));
      return;
    }
    this.peer?.hear(bytes.slice());
    done();
  }

  close(): Promise<void> {
    this.#sink = undefined;
    return Promise.resolve();
  }

  /** The bytes are for who listens now, and not for who opens later. */
  hear(bytes: Uint8Array): void {
    const sink = this.#sink;
    // Never inside the writer's call: no real medium answers before it was asked.
    queueMicrotask(() => {
      if (bytes.length > 0 && sink === this.#sink) sink?.data(bytes);
    });
  }

  cut(reason?: Error): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.closed(reason ?? new TransportError('disconnected', `${this.medium.name} was cut`));
  }
}
