import {
  createScanner,
  type Expectation,
  LARGEST_FRAME,
  MAX_RECORDS,
  RecordKind,
  type Scanner,
} from '@bus/codec';
import type { Framing } from './framing.js';

/** What a receiver finds. The bytes are valid only during the call. */
export interface ReceiverEvents {
  frame(bytes: Uint8Array): void;
  /** `damaged`: an awaited answer was recognised in these bytes, but its checksum is wrong. */
  noise(bytes: Uint8Array, damaged: boolean): void;
  /** The stream can't be cut into frames any more. Without it, that is noise. */
  broken?(bytes: Uint8Array): void;
}

const NOTHING = new Uint8Array(0);
const NOT_YET: readonly Expectation[] = [];

/** The bytes heard and not yet understood, and the search for frames in them. */
export class Receiver {
  #scanner: Scanner | undefined;
  readonly #events: ReceiverEvents;
  readonly #makeScanner: () => Scanner;
  /** The part of the window that was reported last: the next frame often stands there as well. */
  #part: Uint8Array = NOTHING;
  #partAt = 0;
  #window: Uint8Array = NOTHING;
  #awaited: readonly Expectation[] = NOT_YET;
  /** What the scanner knows of that. */
  #said: readonly Expectation[] = NOT_YET;
  /** Somebody may put bytes into the landing at any time. */
  #lent = false;

  /** @param makeScanner in plain JavaScript where nothing is searched for, so that WebAssembly is not started for it. */
  constructor(events: ReceiverEvents, makeScanner: () => Scanner = createScanner) {
    this.#events = events;
    this.#makeScanner = makeScanner;
  }

  /** Bytes that may be the beginning of a frame. */
  get unread(): Uint8Array {
    const scanner = this.#open();
    return scanner.window.subarray(scanner.start, scanner.end);
  }

  get unreadLength(): number {
    return this.#scanner === undefined ? 0 : this.#scanner.end - this.#scanner.start;
  }

  /** @param expectations a list that is not changed afterwards. */
  expect(expectations: readonly Expectation[]): void {
    this.#awaited = expectations;
    // Between two questions nothing is awaited, and mostly nothing comes: then there is no need to say so.
    if (expectations.length > 0) this.#sayWhatIsAwaited();
  }

  #sayWhatIsAwaited(): void {
    if (this.#said === this.#awaited) return;
    this.#open().expect(this.#awaited);
    this.#said = this.#awaited;
  }

  /**
   * Where the next chunk may be put, so that `receive` need not copy it. Good until `release`, whatever is called; must
   * not be asked for during `receive`.
   */
  space(): Uint8Array {
    this.#lent = true;
    return this.#open().landing();
  }

  /** Takes a chunk and reports what it completes. Without a framing the bytes are noise at once. */
  receive(chunk: Uint8Array, framing: Framing | undefined): void {
    if (framing === undefined) {
      this.#events.noise(chunk, false);
      return;
    }
    const scanner = this.#open();
    try {
      let taken = 0;
      // Who hears of a frame may have released it.
      while (taken < chunk.length && scanner === this.#scanner) {
        // No search is promised more at once, though the window may have room for it.
        const large = chunk.length - taken > LARGEST_FRAME;
        taken += scanner.write(large ? chunk.subarray(0, taken + LARGEST_FRAME) : chunk, taken);
        this.#scan(scanner, framing, false);
      }
    } finally {
      if (this.#lent) this.#vacate();
    }
  }

  /** The line fell silent: what only more bytes could complete is given up. */
  silent(framing: Framing): void {
    if (this.#scanner !== undefined) this.#scan(this.#scanner, framing, true);
  }

  clear(): void {
    this.#scanner?.clear();
  }

  /** Gives the receive window back until bytes come again. */
  release(): void {
    this.#window = NOTHING;
    this.#part = NOTHING;
    this.#scanner?.release();
    this.#scanner = undefined;
    this.#awaited = NOT_YET;
    this.#said = NOT_YET;
    this.#lent = false;
  }

  /** The next bytes may be put into the landing from now on, so nothing unread may be left there. */
  #vacate(): void {
    // Only where an error has kept bytes from being looked at are there so many.
    if (this.unreadLength > LARGEST_FRAME) this.clear();
    if (this.unreadLength > 0) this.#scanner?.landing();
  }

  /** A view of the window. To make one costs as much as to copy an answer, so the latest is kept. */
  #partOf(window: Uint8Array, offset: number, length: number): Uint8Array {
    if (window !== this.#window || offset !== this.#partAt || length !== this.#part.length) {
      this.#window = window;
      this.#partAt = offset;
      this.#part = window.subarray(offset, offset + length);
    }
    return this.#part;
  }

  #open(): Scanner {
    this.#scanner ??= this.#makeScanner();
    return this.#scanner;
  }

  #scan(scanner: Scanner, framing: Framing, silent: boolean): void {
    this.#sayWhatIsAwaited();
    const { window, records } = scanner;
    let count: number;
    do {
      count = framing.scan(scanner, silent);
      for (let index = 0; index < count * 3 && scanner === this.#scanner; index += 3) {
        const kind = records[index]!;
        const offset = records[index + 1]!;
        const bytes = this.#partOf(window, offset, records[index + 2]!);
        if (kind === RecordKind.FRAME) this.#events.frame(bytes);
        else if (kind === RecordKind.BROKEN && this.#events.broken) this.#events.broken(bytes);
        else this.#events.noise(bytes, kind === RecordKind.DAMAGED);
      }
    } while (count === MAX_RECORDS && scanner === this.#scanner);
  }
}
