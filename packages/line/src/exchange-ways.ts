import { Multiplexer, type MultiplexerParts } from './multiplexer.js';
import type { QueuedExchange } from './queued-exchange.js';
import { type RunnerParts, TurnRunner } from './turn-runner.js';

/**
 * The two ways in which a line carries exchanges out: one at a time, or several that are told apart by identifiers. Most
 * lines know one of them only, and a program may have thousands of lines: so each is made when it is needed.
 */
export class ExchangeWays {
  readonly #parts: RunnerParts & MultiplexerParts;
  #single: TurnRunner | undefined;
  #several: Multiplexer | undefined;

  constructor(parts: RunnerParts & MultiplexerParts) {
    this.#parts = parts;
  }

  get single(): TurnRunner {
    this.#single ??= new TurnRunner(this.#parts);
    return this.#single;
  }

  get several(): Multiplexer {
    this.#several ??= new Multiplexer(this.#parts);
    return this.#several;
  }

  /** Questions that are open among several. */
  get open(): number {
    return this.#several === undefined ? 0 : this.#several.open;
  }

  /** See `Multiplexer.flush`. */
  flush(): void {
    this.#several?.flush();
  }

  /** Ends the attempt of a caller who gave it up. */
  abort(entry: QueuedExchange): void {
    this.#single?.abort(entry);
    this.#several?.abort(entry);
  }

  /** The connection went away under all attempts. */
  lost(error: Error): void {
    this.#single?.lost(error);
    this.#several?.lost(error);
  }

  /** The line is being closed. */
  interrupt(error: Error): void {
    this.#single?.interrupt(error);
    this.#several?.interrupt(error);
  }

  /** The connection is not open: nothing is waited for. */
  rest(): void {
    this.#single?.rest();
    this.#several?.rest();
  }

  /** Gives the receive window of several back. */
  release(): void {
    this.#several?.release();
  }
}
