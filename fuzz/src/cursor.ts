/** Reads choices off the front of an input: so that a mutation of one byte is one other choice. */
export class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next byte; 0 behind the end. */
  byte(): number {
    const byte = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return byte;
  }

  /** One of them. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.byte() % choices.length]!;
  }

  /** So many bytes, or those that are left. */
  take(count: number): Uint8Array {
    const part = this.#bytes.slice(this.#at, this.#at + count);
    this.#at += count;
    return part;
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length);
  }
}

/** The bytes in pieces, whose sizes come from a number: 0 is one piece. */
export function* pieces(bytes: Uint8Array, cut: number): Generator<Uint8Array> {
  let state = cut;
  for (let at = 0; at < bytes.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const size = cut === 0 ? bytes.length : 1 + ((state >>> 16) % (cut < 128 ? 5 : 97));
    yield bytes.slice(at, at + size);
    at += size;
  }
}
