import type { Clock, Timer } from './clock.js';
import type { Transport } from './transport.js';

/** Bytes that may come within one period without a single answer among them: far more than any serial line brings. */
const LIMIT = 32_768;
/** Milliseconds. */
const PERIOD = 20;

/**
 * Keeps a peer that sends rubbish without end from taking the processor away from all other lines: when much has come and
 * nothing of it was an answer, the transport is not read for a while, and the peer has to wait. The pause is as long as
 * what came should have taken, so it is never more than 32 KiB per 20 ms, however large the pieces are that a transport
 * reads.
 *
 *     heard  ▓▓▓▓▓▓▓ 32 KiB            ▓▓▓▓▓▓▓▓▓▓▓▓▓▓ 64 KiB                  ▓▓▓▓
 *     read   ───────┤ pause ├────────────────────────┤    pause    ├──────────▶ time
 *                   └ 20 ms ┘                        └─── 40 ms ───┘
 */
export class FloodGuard {
  readonly #transport: Transport;
  readonly #clock: Clock;
  #since = Number.NEGATIVE_INFINITY;
  #heard = 0;
  #timer: Timer | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  heard(length: number, now: number): void {
    if (now - this.#since >= PERIOD) {
      this.#since = now;
      this.#heard = 0;
    }
    this.#heard += length;
  }

  /** Among what was heard last was an answer. */
  answered(): void {
    this.#heard = 0;
  }

  /** Pauses the transport if too much was heard. To be asked once what was heard has been looked through for answers. */
  weigh(): void {
    if (this.#heard < LIMIT || this.#timer !== undefined || this.#transport.pause === undefined) return;
    this.#transport.pause();
    this.#timer = this.#clock.setTimer(
      () => {
        this.reset();
        this.#transport.resume?.();
      },
      (PERIOD * this.#heard) / LIMIT,
    );
  }

  /** Begins afresh: the connection is gone, and the pause with it. */
  reset(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    this.#heard = 0;
  }
}
