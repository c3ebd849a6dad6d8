/**
 * Finds every *candidate* in a stream of bytes: every stretch of 4..256 bytes whose last two are the CRC-16/MODBUS of
 * those before, whatever its contents. The work per byte does not depend on how many stretches there are to try.
 *
 * The same bytes give the same candidates however they are cut into pieces. Where more than
 * {@link CANDIDATES_PER_END} candidates end at one byte, the shortest ones are found.
 */
export interface CandidateFinder {
  /** Candidates of the latest `write`. */
  readonly count: number;
  /**
   * `end, length` of each candidate of the latest `write`, in order of their ends, the shorter of equal ends first.
   * `end` counts from the first byte that this `write` took, so a candidate may begin before it. Valid until the next
   * call of any finder.
   */
  readonly records: Uint16Array;
  /**
   * Searches the bytes from `from` on, {@link PIECE} of them at most.
   *
   * @returns how many bytes it took.
   * @throws {RangeError} `from` is not within `bytes`.
   */
  write(bytes: Uint8Array, from?: number): number;
  /** Forgets all bytes. */
  clear(): void;
}

/** The bytes that one `write` takes, from `from` on. @throws {RangeError} */
export function pieceEnd(bytes: Uint8Array, from: number, piece: number): number {
  if (from >>> 0 === from && from <= bytes.length) return Math.min(from + piece, bytes.length);
  throw new RangeError(`byte ${from} is not within the ${bytes.length} bytes given`);
}
