/**
 * The length of one kind of frame, as data: `fixed`, or `fixed` plus a count that the frame carries.
 *
 * All offsets are from the first byte of the frame, and lengths include the checksum. A count outside
 * `countMin`..`countMax`, or not a multiple of `countStep`, makes the candidate void at once: without that,
 * one corrupted count would stall the line for 250 characters.
 */
export interface LengthRule {
  /** Bytes that are always there, checksum included. */
  readonly fixed: number;
  /** Where the count stands; absent when the length is always `fixed`. */
  readonly countAt?: number;
  /** Width of the count in bytes, big-endian: 1 (the default) or 2. */
  readonly countBytes?: 1 | 2;
  /** Smallest legal count, 0 by default. */
  readonly countMin?: number;
  /** Largest legal count, 65535 by default. */
  readonly countMax?: number;
  /** The count must be a multiple of this, 1 by default. */
  readonly countStep?: number;
}

/**
 * Everything that a scanner must know of a framing whose frames have no delimiter: an address byte, a key byte that
 * decides the length, and a CRC-16/MODBUS at the end, low byte first. The protocol package supplies it; the codec
 * itself knows no protocol.
 */
export interface FrameRulesSpec {
  /** Largest legal first byte; a candidate that starts with a larger one is void. */
  readonly addressMax: number;
  /** Largest frame, 4..256 bytes. */
  readonly lengthMax: number;
  /** Length rules by key byte (the second byte of the frame), for questions. */
  readonly requests: ReadonlyMap<number, LengthRule>;
  /** Length rules by key byte (the second byte of the frame), for answers. */
  readonly responses: ReadonlyMap<number, LengthRule>;
}

/** What one awaited answer looks like: the bytes it starts with (2..8 of them), and its whole length. */
export interface Expectation {
  readonly head: Uint8Array;
  readonly length: number;
}

/** What a record says of its bytes. */
export const RecordKind = {
  /** Bytes that belong to no frame. */
  NOISE: 0,
  /** A frame with the right length and checksum. */
  FRAME: 1,
  /** Noise in which an awaited answer was recognised by head and length, but whose checksum is wrong. */
  DAMAGED: 2,
} as const;

/** Largest number of expectations that a scanner holds; further ones are ignored by `expect`'s caller. */
export const MAX_EXPECTATIONS = 16;
/** Largest number of records that one `scan` writes; when it returns this many, call it again. */
export const MAX_RECORDS = 64;
/** Bytes that a scanner's window holds. */
export const WINDOW_SIZE = 4096;

/** Rules compiled for a scanner by its factory's `compile`. Opaque. */
export interface FrameRules {
  readonly spec: FrameRulesSpec;
}

/**
 * A fixed receive window and the search for frames in it. The same bytes give the same records however they were
 * cut into chunks, because every decision is taken at a definite byte:
 *
 * 1. The first unread byte is the *anchor*. Its candidate lengths come from the expectations whose head it matches and
 *    from the length rules. A candidate with the right checksum is a frame; when none is left, the anchor is noise and
 *    the next byte becomes the anchor.
 * 2. While the anchor's candidates are incomplete, an *expected* answer that ends at the newest byte is a frame too, and
 *    what stood before it is noise. So junk in front of an answer costs no time.
 * 3. An anchor that matches the head of an expectation is *reserved*: nothing inside it is looked at until it is decided.
 *    Is it damaged after all, the bytes behind it are searched again from the start.
 *
 * The window is never enlarged. After `scan` fewer than `lengthMax` bytes stay unread, so there is always room.
 */
export interface Scanner {
  /** The whole window. Record offsets refer to it. Contents are valid until the next `write`, `clear` or `reserve`. */
  readonly window: Uint8Array;
  /** `[kind, offset, length]` per record of the latest `scan`. Valid until the next call. */
  readonly records: Int32Array;
  /** Offset of the first unread byte. */
  readonly start: number;
  /** Offset behind the last byte received. */
  readonly end: number;
  /** Makes room behind the unread bytes (moves them to the front when needed) and returns the offset to write at. */
  reserve(): number;
  /** Says that `count` bytes were written at the offset that `reserve` returned. */
  commit(count: number): void;
  /** Copies from `chunk`, beginning at `from`; returns how many bytes fitted. */
  write(chunk: Uint8Array, from?: number): number;
  /** Replaces the answers that are awaited; unread bytes are looked at again in their light. */
  expect(expectations: readonly Expectation[]): void;
  /**
   * Looks at what was received since the last call and returns the number of records written; `MAX_RECORDS` means
   * that there may be more. With `silent` the line has gone quiet: what could only be completed by more bytes is given up.
   */
  scan(rules: FrameRules, silent: boolean): number;
  /** Forgets everything unread. */
  clear(): void;
  /** Gives the window back. The scanner must not be used afterwards. */
  release(): void;
}
