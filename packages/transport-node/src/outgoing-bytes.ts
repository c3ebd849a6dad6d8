/** Longer writes are rare, and a copy of them is no gain. */
const ROOM = 512;

/**
 * Short writes as parts of one Buffer. A socket makes a Buffer of every other array, and the memory of a short array has to
 * be moved for that: to copy its bytes costs less.
 */
export class OutgoingBytes {
  #room: Buffer | undefined;
  #part: Buffer | undefined;

  /** What to write instead of `bytes`; good until the next call, so the write must be over by then. */
  of(bytes: Uint8Array): Uint8Array {
    if (bytes.length > ROOM) return bytes;
    this.#room ??= Buffer.alloc(ROOM);
    // Requests often have the length of the one before.
    if (this.#part?.length !== bytes.length) this.#part = this.#room.subarray(0, bytes.length);
    this.#part.set(bytes);
    return this.#part;
  }
}
