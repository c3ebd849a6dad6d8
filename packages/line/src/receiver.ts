import { createScanner, type Expectation, MAX_RECORDS, RecordKind, type Scanner } from '@bus/codec';
import type { Framing } from './framing.js';

/** What a receiver finds. The bytes are valid only during the call. */
export interface ReceiverEvents {
  frame(bytes: Uint8Array): void;
  /** `damaged`: an awaited answer was recognised in these bytes, but its checksum is wrong. */
  noise(bytes: Uint8Array, damaged: boolean): void;
}

/** The bytes heard and not yet understood, and the search for frames in them. */
export class Receiver {
  readonly #scanner: Scanner = createScanner();
  readonly #events: ReceiverEvents;

  constructor(events: ReceiverEvents) {
    this.#events = events;
  }

  /** Bytes that may be the beginning of a frame. */
  get unread(): Uint8Array {
    return this.#scanner.window.subarray(this.#scanner.start, this.#scanner.end);
  }

  get unreadLength(): number {
    return this.#scanner.end - this.#scanner.start;
  }

  expect(expectations: readonly Expectation[]): void {
    this.#scanner.expect(expectations);
  }

  /** Takes a chunk and reports what it completes. Without a framing the bytes are noise at once. */
  receive(chunk: Uint8Array, framing: Framing | undefined): void {
    if (framing === undefined) {
      this.#events.noise(chunk, false);
      return;
    }
    let taken = 0;
    while (taken < chunk.length) {
      taken += this.#scanner.write(chunk, taken);
      this.#scan(framing, false);
    }
  }

  /** The line fell silent: what only more bytes could complete is given up. */
  silent(framing: Framing): void {
    this.#scan(framing, true);
  }

  clear(): void {
    this.#scanner.clear();
  }

  release(): void {
    this.#scanner.release();
  }

  #scan(framing: Framing, silent: boolean): void {
    const { window, records } = this.#scanner;
    let count: number;
    do {
      count = framing.scan(this.#scanner, silent);
      for (let index = 0; index < count * 3; index += 3) {
        const kind = records[index]!;
        const offset = records[index + 1]!;
        const bytes = window.subarray(offset, offset + records[index + 2]!);
        if (kind === RecordKind.FRAME) this.#events.frame(bytes);
        else this.#events.noise(bytes, kind === RecordKind.DAMAGED);
      }
    } while (count === MAX_RECORDS);
  }
}
