import type { BurstRules } from './burst.js';
import type { DelimitedRules } from './delimited.js';
import type { PrefixedRules } from './prefixed.js';

/**
 * The length of one kind of frame, as data: `fixed`, or `fixed` plus a count that the frame carries, or `fixed` plus
 * items that say their own lengths, or whatever comes until the line falls silent.
 *
 * All offsets are from the first byte of the frame, and lengths include the checksum. A count outside
 * `countMin`..`countMax`, or not a multiple of `countStep`, makes the candidate void at once: without that,
 * one corrupted count would stall the line for 250 characters.
 */
export interface LengthRule {
  /** Bytes that are always there, checksum included. 0 only with `open`: then no length is tried before the silence. */
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
  /** Items whose lengths stand in them, instead of a count of bytes. Not together with `countAt`. */
  readonly walk?: ItemWalk;
  /**
   * The length cannot be known beforehand. A length that the rest of the rule gives is tried first; otherwise the frame
   * ends where the line falls silent, if then its checksum is right and it has 4..`lengthMax` bytes. At `lengthMax`
   * bytes it is decided without silence. Only an anchor at a boundary may begin such a frame, see {@link Scanner}.
   */
  readonly open?: true;
  /** Limits the rule to frames with a certain byte; all others follow another rule. */
  readonly when?: RuleCondition;
}

/**
 * Items behind one another, each with a head that says how many bytes of its own follow. The length of the frame is
 * `fixed` plus, for each item, `head` plus its own bytes. Each byte is looked at as soon as it is there, and a frame
 * that must become longer than `lengthMax` is void at once.
 *
 * @example
 * // unit 2B 0E code conformity more next count (id length value…)* crc crc
 * const rule: LengthRule = { fixed: 10, walk: { countAt: 7, from: 8, head: 2, lengthAt: 1 } };
 */
export interface ItemWalk {
  /** Where the number of items stands, one byte. */
  readonly countAt: number;
  /** Where the first item begins, behind `countAt`. */
  readonly from: number;
  /** Bytes in front of an item's own bytes, 1..255. */
  readonly head: number;
  /** Where in the head the number of the item's own bytes stands, one byte. */
  readonly lengthAt: number;
}

/** Chooses between two length rules by one byte of the frame. */
export interface RuleCondition {
  /** Where the byte stands, 2 or more; in front of the checksum of the shortest frame by either rule. */
  readonly at: number;
  /** Its value for which the rule holds. */
  readonly equals: number;
  /** The rule for every other value; it has no `when` of its own. */
  readonly otherwise: LengthRule;
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
  /**
   * Rule for questions and answers with a key byte 1..127 that is in neither map, typically `{ fixed: 0, open: true }`:
   * so a server hears questions that it does not understand, and can say so.
   */
  readonly others?: LengthRule;
  /**
   * For listeners that await nothing. An answer that is one byte longer than the question with the same key may begin
   * with a sound question: the CRC of a frame and a 00 is right again. With this, a sound frame is held back for one
   * byte, or until silence, when the other length is longer by exactly one; the longer is preferred when it is sound.
   */
  readonly preferLonger?: true;
}

/** What one awaited answer looks like. */
export interface Expectation {
  /** The bytes it starts with, 2..8 of them; characters, where frames are text. */
  readonly head: Uint8Array;
  /**
   * Its whole length, 4..2048; or 0 when that is unknown: the answer begins at a boundary, see {@link Scanner}, and ends
   * where the line falls silent, with 4 bytes or more. Searches for delimited and prefixed frames do not use it.
   */
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
  /** The stream of length-prefixed frames cannot be read any further: close the connection. */
  BROKEN: 3,
} as const;

/** Largest number of expectations that a scanner holds; further ones are ignored by `expect`'s caller. */
export const MAX_EXPECTATIONS = 16;
/** Largest number of records that one `scan` writes; when it returns this many, call it again. */
export const MAX_RECORDS = 64;
/** Bytes that a scanner's window holds. */
export const WINDOW_SIZE = 4096;

/** Largest frame that a window has room for, whatever its framing. */
export const LARGEST_FRAME = 2048;

/** Length rules made by `compileRules`. Opaque. */
export interface FrameRules {
  readonly spec: FrameRulesSpec;
}

/** What `compileRules`, `compileDelimited`, `compilePrefixed` or `compileBurst` made. */
export type ScanRules = FrameRules | DelimitedRules | PrefixedRules | BurstRules;

/**
 * A fixed receive window and the search for frames in it. The same bytes give the same frames however they were
 * cut into chunks, because every decision is taken at a definite byte, or in silence. With length rules:
 *
 * 1. The first unread byte is the *anchor*. Its candidate lengths come from the expectations whose head it matches and
 *    from the length rules. A candidate with the right checksum is a frame; when none is left, the anchor is noise and
 *    the next byte becomes the anchor.
 * 2. While the anchor's candidates are incomplete, an *expected* answer that ends at the newest byte is a frame too, and
 *    what stood before it is noise. So junk in front of an answer costs no time.
 * 3. An anchor that matches the head of an expectation is *reserved*: nothing inside it is looked at until it is decided.
 *    Is it damaged after all, the bytes behind it are searched again from the start.
 * 4. A frame that ends by silence begins only at a *boundary*: at the first byte after silence or `clear`, or directly
 *    behind a frame. Noise is no boundary, so it cannot hold the line up for long. While such a frame may be coming,
 *    awaited answers inside it are found as by rule 2, unless it is awaited itself.
 *
 * The window is never enlarged. After `scan` fewer than `lengthMax` bytes stay unread, so there is always room.
 */
export interface Scanner {
  /** The whole window. Record offsets refer to it. Contents are valid until the next `write`, `clear`, `reserve` or `landing`. */
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
  /**
   * Takes `chunk`, beginning at `from`; returns how many bytes fitted. They are copied, unless the chunk is a part of the
   * {@link landing} and no unread byte stands in it or behind it: then they are there already, and all of them fit.
   */
  write(chunk: Uint8Array, from?: number): number;
  /**
   * Moves the unread bytes out of the rear half of the window, in front of it, and returns that half: a place for the
   * next bytes, such as those of a read from a socket. What was put there is handed over by `write` of a part of it.
   *
   * It is always the same view, and from now on nothing else is put there: copies and `reserve` have the front half. So
   * it may be filled at any time, whatever is called meanwhile. Only what `write` took from it, and `scan` has not used
   * up, stands there; therefore call this again behind the scan, when the records are of no use any more. After
   * `release` the place may belong to another scanner: nothing may be put there.
   *
   * @throws {RangeError} more than `LARGEST_FRAME` bytes are unread, which no `scan` leaves.
   * @example
   * const length = readSync(descriptor, scanner.landing());
   * scanner.write(scanner.landing().subarray(0, length)); // copies nothing
   */
  landing(): Uint8Array;
  /** Replaces the answers that are awaited; unread bytes are looked at again in their light. */
  expect(expectations: readonly Expectation[]): void;
  /**
   * Looks at what was received since the last call and returns the number of records written; `MAX_RECORDS` means
   * that there may be more. With `silent` the line has gone quiet: what could only be completed by more bytes is given
   * up, and what ends by silence is complete. Rules may change from call to call; unread bytes are looked at again.
   */
  scan(rules: ScanRules, silent: boolean): number;
  /** Forgets everything unread. */
  clear(): void;
  /** Gives the window back. The scanner must not be used afterwards. */
  release(): void;
}
