import { crc16Bitwise } from '../js/crc16-bitwise.js';
import type { CandidateFinder } from './candidate-finder.js';

/** What is left of a register after a byte: of its lower half and the byte; the upper half only moves down. */
const steps = Uint16Array.from(
  { length: 256 },
  (_, index) => crc16Bitwise(Uint8Array.of(index ^ 0xff)) ^ 0xff,
);

/** `end-length` of every candidate by trying each start with each length; at each end the shortest eight. */
export function naiveCandidates(bytes: Uint8Array): string[] {
  const lengths = new Map<number, number[]>();
  // Starts from the last to the first: so the shorter of equal ends come first.
  for (let start = bytes.length - 4; start >= 0; start--) {
    let register = 0xffff;
    for (let at = start; at < Math.min(bytes.length, start + 256); at++) {
      register = (register >> 8) ^ steps[(register ^ bytes[at]!) & 0xff]!;
      if (register !== 0 || at < start + 3) continue;
      const list = lengths.get(at + 1);
      if (list) list.push(at + 1 - start);
      else lengths.set(at + 1, [at + 1 - start]);
    }
  }
  const ends = [...lengths.keys()].sort((a, b) => a - b);
  return ends.flatMap(end =>
    lengths
      .get(end)!
      .slice(0, 8)
      .map(length => `${end}-${length}`),
  );
}

/** The same as a finder gives it that gets the bytes in chunks of these sizes, again and again; whole if there are none. */
export function foundCandidates(
  finder: CandidateFinder,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): string[] {
  const found: string[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const chunk = cuts.length === 0 ? bytes : bytes.subarray(0, from + cuts[i % cuts.length]!);
    const taken = finder.write(chunk, from);
    for (let r = 0; r < 2 * finder.count; r += 2) {
      found.push(`${from + finder.records[r]!}-${finder.records[r + 1]}`);
    }
    from += taken;
  }
  return found;
}
