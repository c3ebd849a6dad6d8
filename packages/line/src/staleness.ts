/** When a connection that looks open is given up because nothing is heard on it. */
export interface StaleOptions {
  /** Unanswered questions in a row, with not a byte heard since the first of them was sent; 3 by default. */
  after?: number;
  /** Milliseconds in which not a byte was heard, after which the first unanswered question suffices; 30 000 by default. */
  idle?: number;
}

/** Where a fresh connection was as silent as the one before, it is the units that are: they are given more and more time. */
const MOST_PATIENCE = 16;

/**
 * Tells a connection that is dead, and does not say so, from units that are silent: a peer without power, a router that
 * forgot the connection and a gateway that restarted drop what is sent without a word.
 */
export class Staleness {
  readonly #after: number;
  readonly #idle: number;
  /** When a byte was heard on this connection. */
  #heardAt = Number.NEGATIVE_INFINITY;
  /** When it was opened, or a byte was heard. */
  #silentSince = Number.NEGATIVE_INFINITY;
  #unanswered = 0;
  #patience = 1;

  constructor(options: false | StaleOptions) {
    const { after = 3, idle = 30_000 } = options === false ? { after: Infinity, idle: Infinity } : options;
    this.#after = after;
    this.#idle = idle;
  }

  opened(now: number): void {
    this.#heardAt = Number.NEGATIVE_INFINITY;
    this.#silentSince = now;
    this.#unanswered = 0;
  }

  /** Bytes were heard, whatever they mean. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#silentSince = now;
    this.#unanswered = 0;
    this.#patience = 1;
  }

  /** The time to wait for an answer is over. True: it is the connection that does not answer, so it is given up. */
  unanswered(sentAt: number): boolean {
    if (this.#heardAt >= sentAt) return false;
    this.#unanswered += 1;
    const idle = sentAt - this.#silentSince;
    const stale = this.#unanswered >= this.#after * this.#patience || idle >= this.#idle * this.#patience;
    if (stale) this.#patience = Math.min(MOST_PATIENCE, 2 * this.#patience);
    return stale;
  }
}
