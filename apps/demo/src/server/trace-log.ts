import { type Clock, describeTrace, formatHex, type Timer, type TraceEvent } from '@bus/line';
import type { TraceLine } from '../protocol/index.js';
import { toThousandths } from './rpc-failure.js';

/** Frames that are kept for those who come later, and that one batch has at most. */
export const KEPT_FRAMES = 200;
/** Milliseconds between two batches at least. */
export const BATCH_PAUSE = 50;

/** An event, and its explanation as soon as somebody wants it. */
interface Entry {
  readonly number: number;
  readonly event: TraceEvent;
  /** The request before it. */
  readonly request: TraceEvent | undefined;
  line?: TraceLine;
}

/**
 * The latest frames of a line. They are kept whether somebody listens or not, which costs little: they are explained only
 * for those who look at them.
 */
export class TraceLog {
  readonly #clock: Clock;
  /** What is added to the clock's time to make it one since 1970. */
  readonly #epoch: number;
  readonly #entries: Entry[] = [];
  readonly #listeners = new Set<(frames: readonly TraceLine[]) => void>();
  #count = 0;
  /** Number of the first entry that is not sent yet. */
  #unsent = 1;
  #request: TraceEvent | undefined;
  #timer: Timer | undefined;

  /** @param now milliseconds since 1970. */
  constructor(clock: Clock, now: number) {
    this.#clock = clock;
    this.#epoch = now - clock.now();
  }

  /** The latest frames, oldest first. */
  get recent(): TraceLine[] {
    return this.#entries.map(entry => this.#explained(entry));
  }

  add(event: TraceEvent): void {
    if (event.kind === 'request') this.#request = event;
    this.#entries.push({ number: ++this.#count, event, request: this.#request });
    if (this.#entries.length > KEPT_FRAMES) this.#entries.shift();
    if (this.#listeners.size > 0) this.#timer ??= this.#clock.setTimer(() => this.#sendBatch(), BATCH_PAUSE);
  }

  /**
   * Hands frames on in batches. Where more come than are kept, the oldest are left out, as their numbers show.
   *
   * @returns what ends it.
   */
  listen(listener: (frames: readonly TraceLine[]) => void): () => void {
    if (this.#listeners.size === 0) this.#unsent = this.#count + 1;
    // A listener of its own for each call, so that one may listen twice.
    const own = (frames: readonly TraceLine[]) => listener(frames);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** No batch is sent any more until another frame comes. */
  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
  }

  #sendBatch(): void {
    this.#timer = undefined;
    const frames = this.#entries
      .filter(({ number }) => number >= this.#unsent)
      .map(entry => this.#explained(entry));
    this.#unsent = this.#count + 1;
    for (const listener of [...this.#listeners]) listener(frames);
  }

  #explained(entry: Entry): TraceLine {
    const { event, number, request } = entry;
    entry.line ??= {
      number,
      time: toThousandths(this.#epoch + event.time),
      direction: event.direction,
      kind: event.kind,
      hex: formatHex(event.bytes),
      meaning: describeTrace(event, request),
    };
    return entry.line;
  }
}
