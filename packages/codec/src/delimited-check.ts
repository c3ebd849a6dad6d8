import type { DelimitedSpec } from './delimited.js';
import { hexValue } from './hex.js';
import { check, within } from './rule-check.js';
import { LARGEST_FRAME } from './scanner.js';

/**
 * Refuses a description of delimited frames that no scanner could follow.
 *
 * @throws {RangeError} and says what is wrong, and what it may be.
 */
export function checkDelimitedSpec({ starts, end, lengthMax, checksum, digits }: DelimitedSpec): void {
  check(end.length === 1 || end.length === 2, `end has ${end.length} characters, must be 1 or 2`);
  check(within(lengthMax, 4, LARGEST_FRAME), `lengthMax is ${lengthMax}, must be 4..${LARGEST_FRAME}`);
  check(['lrc-hex', 'sum8-hex', 'none'].includes(checksum), `checksum is ${checksum}, which is unknown`);
  check(digits === 'hex' || digits === 'any', `digits is ${digits}, must be hex or any`);
  check(checksum !== 'lrc-hex' || digits === 'hex', 'checksum is lrc-hex, so digits must be hex');
  for (const start of starts) {
    check(within(start, 0, 255), `starts has ${start}, must be bytes 0..255`);
    check(!end.includes(start), `starts has ${start}, which the delimiter has as well`);
  }
  if (digits === 'any') return;
  for (const byte of [...starts, ...end])
    check(hexValue(byte) < 0, `${byte} is a hexadecimal digit, so it can be neither start nor delimiter`);
}
