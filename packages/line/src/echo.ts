/** Whether the adaptor hears its own transmissions: no, yes, or find out. */
export type EchoMode = boolean | 'auto';

/** What became of the bytes that an echo filter looked at. */
export type EchoResult = { readonly taken: number; readonly mismatch: boolean };

/**
 * Takes the echo off the front of what is heard after a request, where an echo is known to come.
 *
 * In `auto` mode the first exchange whose answer can't be confused with its question decides: a verbatim copy in front
 * of the answer means echo, an answer without one means none. Until then a copy of a question that is answered by a
 * copy (such as a single-coil write) proves nothing, and the line says so instead of guessing.
 */
export class EchoFilter {
  readonly #mode: EchoMode;
  #learned: boolean | undefined;
  #request: Uint8Array = new Uint8Array(0);
  #matched = 0;
  #taking = false;

  constructor(mode: EchoMode) {
    this.#mode = mode;
  }

  /** True: an echo is expected. False: none. Undefined: not known yet. */
  get present(): boolean | undefined {
    return this.#mode === 'auto' ? this.#learned : this.#mode;
  }

  /** True while the echo of the current request is taken off the front; what is learned meanwhile counts from the next on. */
  get taking(): boolean {
    return this.#taking;
  }

  /** Bytes of the current request's echo that have come. */
  get heard(): number {
    return this.#matched;
  }

  /** A request was sent: its echo comes first. */
  begin(request: Uint8Array): void {
    this.#request = request;
    this.#matched = 0;
    this.#taking = this.present === true;
  }

  /** Takes what belongs to the echo off the front of `chunk`. */
  take(chunk: Uint8Array): EchoResult {
    if (!this.#taking) return { taken: 0, mismatch: false };
    let taken = 0;
    while (taken < chunk.length && this.#matched < this.#request.length) {
      if (chunk[taken] !== this.#request[this.#matched]) return { taken, mismatch: true };
      taken += 1;
      this.#matched += 1;
    }
    return { taken, mismatch: false };
  }

  /** An unmistakable observation; changes nothing unless the mode is `auto`. */
  learn(present: boolean): void {
    if (this.#mode === 'auto') this.#learned = present;
  }
}
