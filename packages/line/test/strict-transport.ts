import { type Transport, TransportError, type TransportSink } from '../src/index.js';
import type { FakeClock } from '../src/testing.js';

/** Takes time to close, and refuses to be opened meanwhile; says what it was asked for when it was not open. */
export class StrictTransport implements Transport {
  readonly medium = { name: 'strict', characterTime: 0 };
  readonly strays: string[] = [];
  opens = 0;
  failWrites = false;
  #state: 'closed' | 'open' | 'closing' = 'closed';
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async open(_: TransportSink): Promise<void> {
    if (this.#state !== 'closed') throw new TransportError('open-failed', `it is ${this.#state}`);
    this.opens += 1;
    this.#state = 'open';
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#state !== 'open') this.strays.push([...bytes].join(' '));
    if (this.failWrites || this.#state !== 'open') throw new TransportError('write-failed', 'no');
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    await new Promise<void>(resolve => this.#clock.setTimer(resolve, 5));
    this.#state = 'closed';
  }
}
