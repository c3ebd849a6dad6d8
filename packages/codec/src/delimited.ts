import { checkDelimitedSpec } from './delimited-check.js';
import { DelimitedSearch } from './delimited-search.js';
import { setSearch } from './search.js';
import { TextSearch } from './wasm/text-search.js';

/**
 * Frames of text that end with a delimiter, such as Modbus ASCII and DCON.
 *
 * A frame covers everything from its start character to the end of its delimiter. Noise is: what stands before a start
 * character, what a further start character interrupts, a frame with a character that may not be in it, one that would
 * have more than `lengthMax` characters, one whose checksum is wrong, and what silence cuts off. Characters are compared
 * as they are, all eight bits of them.
 */
export interface DelimitedSpec {
  /** Characters that begin a frame, wherever they stand. Empty: whatever follows a delimiter begins one. */
  readonly starts: readonly number[];
  /** The delimiter, 1 or 2 characters. */
  readonly end: Uint8Array;
  /** Largest frame, start and delimiter included, up to 2048. */
  readonly lengthMax: number;
  /**
   * How a whole frame is tested: `lrc-hex` wants pairs of digits, 3 or more, whose sum is 0 modulo 256; `sum8-hex` wants
   * two last digits that are the sum of all characters before them; `none` wants at least one character.
   */
  readonly checksum: 'lrc-hex' | 'sum8-hex' | 'none';
  /** What may stand between start and delimiter: `0`..`9` and `A`..`F`, or any character. */
  readonly digits: 'hex' | 'any';
  /** What is put up with besides. The bytes of a frame are given as they came. */
  readonly lenient?: Leniency;
}

/** Deviations that a delimited framing puts up with. */
export interface Leniency {
  /** Digits `a`..`f`. */
  readonly lowerCase?: boolean;
  /** The last character of a delimiter without the first. */
  readonly missingCr?: boolean;
  /** Spaces and tabs among hexadecimal digits; they count towards `lengthMax`. */
  readonly blanks?: boolean;
}

/** Made by `compileDelimited`. Opaque. */
export interface DelimitedRules {
  readonly spec: DelimitedSpec;
}

/**
 * Turns the description of delimited frames into what a scanner reads. A whole frame that fails its test is `DAMAGED`
 * when it starts with the head of an awaited answer, in which case of digits and blanks among them are as in `lenient`.
 *
 * @throws {RangeError} when something in `spec` is out of range; the message names it.
 * @example
 * import { compileDelimited } from '@bus/codec';
 *
 * const ascii = compileDelimited({
 *   starts: [0x3a],
 *   end: Uint8Array.of(0x0d, 0x0a),
 *   lengthMax: 513,
 *   checksum: 'lrc-hex',
 *   digits: 'hex',
 * });
 */
export function compileDelimited(spec: DelimitedSpec): DelimitedRules {
  checkDelimitedSpec(spec);
  const rules = Object.freeze({ spec });
  const search = new DelimitedSearch(spec);
  let native: TextSearch | null | undefined;
  setSearch(rules, (space, silent) => {
    if (space.slot < 0) return search.run(space, silent);
    if (native === undefined) native = TextSearch.for(spec) ?? null;
    return native ? native.run(space, silent) : search.run(space, silent);
  });
  return rules;
}
