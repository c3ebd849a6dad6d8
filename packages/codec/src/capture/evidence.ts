/** A stretch of bytes whose checksum is right. */
export interface Candidate {
  /** Holds the candidate and what stands behind it; other bytes mean nothing, and all change after the call. */
  readonly bytes: Uint8Array;
  /** Where in `bytes` it begins. */
  readonly at: number;
  readonly length: number;
  /** How many of the bytes behind it are known: {@link LOOKAHEAD}, or fewer where the stream ends. */
  readonly behind: number;
}

/** Bytes behind a candidate that its evidence may depend on. */
export const LOOKAHEAD = 2;

/** One way to read a candidate. */
export interface Reading<Meaning> {
  /**
   * Evidence in bits that it is a frame and not chance, less what it takes to believe in one: the logarithm of the odds.
   * Below 0 it is taken only when it makes a chain that is worth more than without it.
   */
  readonly score: number;
  /** What it says; handed back with the frame, and to `follows`. */
  readonly meaning: Meaning;
}

/** What a protocol knows of its frames. The search for the best chain needs no more. */
export interface Evidence<Meaning> {
  /** Bits that a gap in front of a frame costs: bytes that belong to no frame are the exception. */
  readonly gapCost: number;
  /** The ways to read a candidate, none when it can be no frame. May be called more than once for the same one. */
  readings(candidate: Candidate): readonly Reading<Meaning>[];
  /** Bits gained when `next` begins where `previous` ends, as an answer behind its question does. */
  follows(previous: Meaning, next: Meaning): number;
  /**
   * Called once for each candidate that can be a frame, in order of their ends, whether or not it will be chosen: what
   * is learnt here may change the readings of those to come, in the next stream, too.
   */
  learn?(readings: readonly Reading<Meaning>[], candidate: Candidate): void;
}

/** A frame of the best chain. */
export interface ChainFrame<Meaning> extends Reading<Meaning> {
  /** Bytes of the stream before it. */
  readonly offset: number;
  readonly length: number;
}
