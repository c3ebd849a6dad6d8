/**
 * The first bytes of a buffer as a view, which is kept: an answer often has the length of the one before it, and to make a
 * view costs as much as to copy an answer.
 */
export class FrontPart {
  #buffer: Uint8Array | undefined;
  #part: Uint8Array = new Uint8Array(0);

  /** @param length 0 up to the buffer's own. */
  of(buffer: Uint8Array, length: number): Uint8Array {
    if (this.#buffer !== buffer || this.#part.length !== length) {
      this.#buffer = buffer;
      this.#part = buffer.subarray(0, length);
    }
    return this.#part;
  }
}
