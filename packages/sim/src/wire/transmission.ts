import type { Station } from './station.js';

/** Bytes that one station sends in a row, with their time on the wire. */
export interface Run {
  /** When the first byte begins, in the clock's milliseconds. */
  readonly start: number;
  readonly bytes: Uint8Array;
  /** To be handed over in one piece. */
  readonly whole: boolean;
  /** The only station that hears it; it then takes no time on the wire. */
  readonly only: Station | undefined;
  /** Called when the last byte has arrived. */
  readonly finished: (() => void) | undefined;
}

/** What arrives at one moment: a byte when the wire is paced, else a run. */
export interface Slot {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  /** More of the same piece follows: nothing is handed over yet. */
  readonly more: boolean;
  readonly run: Run;
}

/** What one station has to send, slot by slot. */
export class Transmission {
  readonly source: Station;
  readonly done: Promise<void>;
  readonly #runs: readonly Run[];
  readonly #characterTime: number;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #run = 0;
  #byte = 0;
  #slot: Slot | undefined;

  constructor(source: Station, runs: readonly Run[], characterTime: number) {
    this.source = source;
    this.#runs = runs;
    this.#characterTime = characterTime;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#slot = this.#makeSlot();
    if (this.#slot === undefined) this.#resolve();
  }

  /** What arrives next; undefined when everything has. */
  get slot(): Slot | undefined {
    return this.#slot;
  }

  /** The current slot has arrived. Nothing happens when the transmission has failed meanwhile. */
  take(): void {
    if (this.#slot === undefined) return;
    const { run, more, bytes } = this.#slot;
    this.#byte += bytes.length;
    if (this.#byte >= run.bytes.length) {
      this.#run += 1;
      this.#byte = 0;
    }
    this.#slot = this.#makeSlot();
    if (!more && this.#byte === 0) run.finished?.();
    if (this.#slot === undefined) this.#resolve();
  }

  /** What has not arrived never will. */
  fail(error: Error): void {
    this.#slot = undefined;
    this.#reject(error);
  }

  #makeSlot(): Slot | undefined {
    const run = this.#runs[this.#run];
    if (run === undefined) return undefined;
    const time = this.#characterTime;
    if (time === 0 || run.only !== undefined || run.bytes.length === 0) {
      return { start: run.start, end: run.start, bytes: run.bytes, more: false, run };
    }
    const at = this.#byte;
    return {
      start: run.start + at * time,
      end: run.start + (at + 1) * time,
      bytes: run.bytes.subarray(at, at + 1),
      more: run.whole && at + 1 < run.bytes.length,
      run,
    };
  }
}
