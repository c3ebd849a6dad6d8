import type { Clock, Timer } from '@bus/line';

/** Bytes that a USB adaptor hands over at once at most: a packet of 64 with two bytes of status. */
const FULL = 62;

/**
 * Keeps what has arrived back as a USB adaptor does: until its packet is full, or its latency timer ends. That runs all the
 * time, from the latest packet on, so that a packet can end anywhere in an answer or right behind it.
 */
export class Batches {
  readonly #clock: Clock;
  readonly #latency: number;
  readonly #deliver: (bytes: Uint8Array) => void;
  #kept: number[] = [];
  /** When the latest packet went. */
  #since: number;
  #timer: Timer | undefined;

  /** @param latency milliseconds for which a byte is kept at most. */
  constructor(clock: Clock, latency: number, deliver: (bytes: Uint8Array) => void) {
    this.#clock = clock;
    this.#latency = latency;
    this.#deliver = deliver;
    this.#since = clock.now();
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#kept.push(byte);
      if (this.#kept.length === FULL) this.#flush();
    }
    if (this.#kept.length === 0 || this.#timer !== undefined) return;
    const elapsed = (this.#clock.now() - this.#since) % this.#latency;
    this.#timer = this.#clock.setTimer(() => this.#flush(), this.#latency - elapsed);
  }

  /** Forgets what is kept back. */
  clear(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    this.#kept = [];
  }

  #flush(): void {
    const bytes = Uint8Array.from(this.#kept);
    this.#since = this.#clock.now();
    this.clear();
    this.#deliver(bytes);
  }
}
