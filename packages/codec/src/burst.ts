import { searchBursts } from './burst-search.js';
import { check, within } from './rule-check.js';
import { LARGEST_FRAME } from './scanner.js';
import { setSearch } from './search.js';

/**
 * Frames with nothing to know them by: no start, no delimiter, no length. All that comes between two silences is one
 * burst, and a burst is one frame. It is decided only by `scan(rules, true)`, so that what follows too closely spoils a
 * frame instead of going unnoticed.
 *
 * Noise is a burst of fewer than `lengthMin` bytes, and one of more than `lengthMax`, to its end.
 */
export interface BurstSpec {
  /** Smallest frame, 1 byte or more. */
  readonly lengthMin: number;
  /** Largest frame, up to 2048 bytes; one of 2048 is a frame only where no scan came before the silence. */
  readonly lengthMax: number;
  /**
   * `complement` wants pairs of bytes, the second of which has every bit of the first inverted: otherwise the burst is
   * `DAMAGED`, awaited or not. `none` takes any bytes.
   */
  readonly checksum: 'complement' | 'none';
}

/** Made by `compileBurst`. Opaque. */
export interface BurstRules {
  readonly spec: BurstSpec;
}

function checkSpec({ lengthMin, lengthMax, checksum }: BurstSpec): void {
  check(within(lengthMax, 1, LARGEST_FRAME), `lengthMax is ${lengthMax}, must be 1..${LARGEST_FRAME}`);
  check(within(lengthMin, 1, lengthMax), `lengthMin is ${lengthMin}, must be 1..${lengthMax} (lengthMax)`);
  const known = checksum === 'complement' || checksum === 'none';
  check(known, `checksum is '${checksum}', must be 'complement' or 'none'`);
}

/**
 * Turns the description of bursts into what a scanner reads.
 *
 * @throws {RangeError} when something in `spec` is out of range; the message names it.
 * @example
 * import { compileBurst } from '@bus/codec';
 *
 * const answers = compileBurst({ lengthMin: 2, lengthMax: 64, checksum: 'complement' });
 */
export function compileBurst(spec: BurstSpec): BurstRules {
  checkSpec(spec);
  const rules = Object.freeze({ spec: { ...spec } });
  setSearch(rules, (space, silent) => searchBursts(rules.spec, space, silent));
  return rules;
}
