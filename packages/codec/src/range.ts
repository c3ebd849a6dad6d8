/**
 * Refuses a stretch that is not inside `bytes`: a checksum over fewer bytes than asked for would be silently wrong.
 *
 * @throws {RangeError} unless `0 <= start <= end <= bytes.length`, whole numbers.
 */
export function checkRange(bytes: Uint8Array, start: number, end: number): void {
  if (start >>> 0 === start && end >>> 0 === end && start <= end && end <= bytes.length) return;
  throw new RangeError(`bytes ${start}..${end} are not within the ${bytes.length} bytes given`);
}
