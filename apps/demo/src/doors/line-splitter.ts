const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SMALLEST = 1024;

/**
 * Cuts a stream of bytes at newlines. Keeps at most one line of the longest length, and looks at every byte once, however
 * few come at a time.
 */
export class LineSplitter {
  readonly #longest: number;
  /** The beginning of a line whose end has not come. */
  #kept: Uint8Array = new Uint8Array(0);
  #keptLength = 0;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** @param longest bytes of a line without its end. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Bytes of the line that has begun. */
  get partial(): number {
    return this.#keptLength;
  }

  /** Bytes of memory in use for it. */
  get capacity(): number {
    return this.#kept.length;
  }

  /** Adds bytes, which must stay as they are until `next` returned undefined. Call it only then. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  /**
   * The next line without its end, valid until the next call; `'too-long'` when it is longer than may be, and for ever from
   * then on; undefined when more bytes are needed.
   */
  next(): Uint8Array | 'too-long' | undefined {
    const end = this.#chunk.indexOf(NEWLINE, this.#at);
    const part = this.#chunk.subarray(this.#at, end < 0 ? undefined : end);
    // One more for a carriage return, which does not count.
    if (this.#keptLength + part.length > this.#longest + 1) return 'too-long';
    if (end < 0) {
      this.#keep(part);
      this.#chunk = this.#chunk.subarray(this.#chunk.length);
      this.#at = 0;
      return undefined;
    }
    const line = trimmed(this.#keptLength === 0 ? part : this.#joined(part));
    if (line.length > this.#longest) return 'too-long';
    this.#at = end + 1;
    this.#keptLength = 0;
    return line;
  }

  #joined(part: Uint8Array): Uint8Array {
    this.#keep(part);
    return this.#kept.subarray(0, this.#keptLength);
  }

  #keep(part: Uint8Array): void {
    const length = this.#keptLength + part.length;
    if (length > this.#kept.length) {
      const size = Math.min(this.#longest + 1, Math.max(SMALLEST, length, 2 * this.#kept.length));
      const grown = new Uint8Array(size);
      grown.set(this.#kept.subarray(0, this.#keptLength));
      this.#kept = grown;
    }
    this.#kept.set(part, this.#keptLength);
    this.#keptLength = length;
  }
}

const trimmed = (line: Uint8Array): Uint8Array => (line.at(-1) === RETURN ? line.subarray(0, -1) : line);
