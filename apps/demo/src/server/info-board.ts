import type { Clock, Timer } from '@bus/line';
import type { LineInfo } from '../protocol/index.js';

/** Milliseconds between two looks at the counters. */
export const COUNTER_PAUSE = 1000;

/** Tells of changes of a line: of its state at once, of its counters once a second, and only while somebody listens. */
export class InfoBoard {
  readonly #clock: Clock;
  readonly #make: () => LineInfo;
  readonly #listeners = new Set<(info: LineInfo) => void>();
  #timer: Timer | undefined;
  /** What was told last. */
  #told = '';

  constructor(clock: Clock, make: () => LineInfo) {
    this.#clock = clock;
    this.#make = make;
  }

  get info(): LineInfo {
    return this.#make();
  }

  /** Returns what ends it. */
  listen(listener: (info: LineInfo) => void): () => void {
    const own = (info: LineInfo) => listener(info);
    if (this.#listeners.size === 0) {
      this.#told = JSON.stringify(this.info);
      this.#lookLater();
    }
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** The state is another one: everybody is told. */
  changed(): void {
    if (this.#listeners.size === 0) return;
    const { info } = this;
    const text = JSON.stringify(info);
    if (text === this.#told) return;
    this.#told = text;
    for (const listener of [...this.#listeners]) listener(info);
  }

  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
  }

  #lookLater(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#lookLater();
      this.changed();
    }, COUNTER_PAUSE);
  }
}
