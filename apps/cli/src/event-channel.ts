/** Events that wait for a reader; beyond this many, passing ones are counted and left out. */
const MAX_WAITING = 10_000;

/**
 * Events that come when they come, for a reader who takes them one after another. It never holds the sender up: when the
 * reader is too slow, what may be left out is left out, and counted.
 */
export class EventChannel<Event> {
  /** Events that were left out. */
  dropped = 0;
  readonly #limit: number;
  readonly #waiting: Event[] = [];
  #wake: () => void = () => undefined;
  #ended = false;

  constructor(limit = MAX_WAITING) {
    this.#limit = limit;
  }

  /** @param passing it may be left out. */
  push(event: Event, passing = false): void {
    if (this.#ended) return;
    if (passing && this.#waiting.length >= this.#limit) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push(event);
    this.#wake();
  }

  /** What has been pushed is still read; nothing more is taken. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** All events until the end. For one reader. */
  async *read(): AsyncGenerator<Event, void> {
    for (;;) {
      const batch = this.#waiting.splice(0);
      yield* batch;
      if (this.#waiting.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }
}
