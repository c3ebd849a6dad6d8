import { searchPrefixed } from './prefixed-search.js';
import { check, within } from './rule-check.js';
import { LARGEST_FRAME } from './scanner.js';
import { setSearch } from './search.js';

/**
 * A stream of frames that begin with their length, such as Modbus TCP: a head of `headLength` bytes, then as many bytes
 * as the length in the head says. There is no way to find the next frame in a stream that was misread: a head that
 * breaks the rules gives a `BROKEN` record of everything unread, and nothing else comes until `clear`.
 */
export interface PrefixedSpec {
  /** Bytes of the head, those of the length included. */
  readonly headLength: number;
  /** Where in the head the length stands, big-endian. */
  readonly lengthAt: number;
  /** Width of the length in bytes, 1 or 2. */
  readonly lengthBytes: 1 | 2;
  /** Smallest legal length. The head does not count. */
  readonly lengthMin: number;
  /** Largest legal length. The head does not count. */
  readonly lengthMax: number;
  /** Bytes of the head that must have certain values. */
  readonly fixed?: { readonly at: number; readonly bytes: readonly number[] };
}

/** Made by `compilePrefixed`. Opaque. */
export interface PrefixedRules {
  readonly spec: PrefixedSpec;
}

function checkSpec({ headLength, lengthAt, lengthBytes, lengthMin, lengthMax, fixed }: PrefixedSpec): void {
  check(within(headLength, 1, 64), `headLength is ${headLength}, must be 1..64`);
  check(lengthBytes === 1 || lengthBytes === 2, `lengthBytes is ${lengthBytes}, must be 1 or 2`);
  const last = headLength - lengthBytes;
  check(within(lengthAt, 0, last), `lengthAt is ${lengthAt}, must be 0..${last}`);
  const most = LARGEST_FRAME - headLength;
  check(within(lengthMax, 0, most), `lengthMax is ${lengthMax}, must be 0..${most}`);
  check(within(lengthMin, 0, lengthMax), `lengthMin is ${lengthMin}, must be 0..${lengthMax} (lengthMax)`);
  if (!fixed) return;
  const { at, bytes } = fixed;
  const room = headLength - bytes.length;
  check(within(at, 0, room), `fixed.at is ${at}, must be 0..${room}`);
  for (const byte of bytes) check(within(byte, 0, 255), `fixed.bytes has ${byte}, must be bytes 0..255`);
}

/**
 * Turns the description of a stream of length-prefixed frames into what a scanner reads. Silence means nothing to them.
 *
 * @throws {RangeError} when a number in `spec` is out of range; the message names it.
 * @example
 * import { compilePrefixed } from '@bus/codec';
 *
 * // Modbus TCP: transaction (2), protocol 0 (2), length (2), then 2..254 bytes.
 * const mbap = compilePrefixed({
 *   headLength: 6,
 *   lengthAt: 4,
 *   lengthBytes: 2,
 *   lengthMin: 2,
 *   lengthMax: 254,
 *   fixed: { at: 2, bytes: [0, 0] },
 * });
 */
export function compilePrefixed(spec: PrefixedSpec): PrefixedRules {
  checkSpec(spec);
  const rules = Object.freeze({ spec });
  setSearch(rules, (space, _silent) => searchPrefixed(spec, space));
  return rules;
}
