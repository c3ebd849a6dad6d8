import type { Clock, Line, Timer } from '@bus/line';
import type { LineInfo } from '../protocol/index.js';

export interface PortKeeperOptions {
  /** Milliseconds before the second attempt; it doubles up to `max`, and each is shortened at random by up to half. */
  readonly min: number;
  readonly max: number;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

/**
 * Sees to it that the port of a line is opened at the start, however often that fails. From then on the line itself looks
 * for a port that was lost.
 *
 *     opening ──► open ──► lost ──► open      attempts to find a lost port don't show: it is lost until it is open
 *        └──────► lost ────────────► open
 */
export class PortKeeper {
  readonly #line: Line;
  readonly #options: PortKeeperOptions;
  #onChange: () => void = () => undefined;
  #failures = 0;
  #timer: Timer | undefined;
  #state: Pick<LineInfo, 'state' | 'reason'> = { state: 'opening' };
  /** Why the port could not be opened; undefined once it was. */
  #neverOpened: Error | undefined;
  #stopped = false;

  constructor(line: Line, options: PortKeeperOptions) {
    this.#line = line;
    this.#options = options;
    line.on('state', ({ state, reason }) => {
      if (state === 'open') {
        this.#neverOpened = undefined;
        this.#become({ state });
      } else if (this.#stopped) {
        this.#become({ state: 'closed', reason: 'the server is being shut down' });
      } else if (reason !== undefined) {
        this.#become({ state: 'lost', reason: reason.message });
      }
    });
  }

  /** The state as people are told of it. */
  get state(): Pick<LineInfo, 'state' | 'reason'> {
    return this.#state;
  }

  /** Why the port has never been open so far, if it was tried. */
  get neverOpened(): Error | undefined {
    return this.#neverOpened;
  }

  /** There is one listener. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#onChange = listener;
    return () => {
      this.#onChange = () => undefined;
    };
  }

  start(): void {
    this.#timer = undefined;
    this.#line.open().catch((error: Error) => {
      // A line that was open for a moment looks for its port by itself.
      if (this.#stopped || this.#line.state !== 'closed') return;
      this.#neverOpened = error;
      const { min, max, clock, random } = this.#options;
      const delay = Math.min(max, min * 2 ** Math.min(this.#failures++, 30)) * (1 - random() / 2);
      this.#timer = clock.setTimer(() => this.start(), delay);
    });
  }

  /** No further attempts. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimer(this.#timer);
    this.#timer = undefined;
  }

  #become(state: Pick<LineInfo, 'state' | 'reason'>): void {
    this.#state = state;
    this.#onChange();
  }
}
