import { crc16 } from '@bus/codec';

const known = new Map<string, number>();

/**
 * The share of all patterns of `flips` inverted bits in a frame of `bits` bits, CRC included, that CRC-16 does not see.
 *
 * Exact: the patterns that it does not see are the words of a linear code, whose weights follow from those of the dual
 * code (MacWilliams): the mean, over its 65,536 words, of the Krawtchouk polynomial at the word's weight.
 */
export function undetectedShare(bits: number, flips: number): number {
  const key = `${bits} ${flips}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const weights = dualWeights(bits);
  let sum = 0;
  for (const [weight, count] of weights) sum += count * krawtchouk(bits, flips, weight);
  // The theory has no share below that of a single pattern: what is left then is rounding.
  const share = sum / 65_536;
  const exact = share < 1e-12 ? 0 : share;
  known.set(key, exact);
  return exact;
}

/** How many words of each weight the dual code has. */
function dualWeights(bits: number): Map<number, number> {
  const syndromes = Array.from({ length: bits }, (_, bit) => syndromeOf(bits, bit));
  const weights = new Map<number, number>();
  for (let word = 0; word < 65_536; word += 1) {
    let weight = 0;
    for (const syndrome of syndromes) weight += parity(syndrome & word);
    weights.set(weight, (weights.get(weight) ?? 0) + 1);
  }
  return weights;
}

/** What a single inverted bit does to the checksum of a frame: the bytes of an error pattern checked like a frame. */
function syndromeOf(bits: number, bit: number): number {
  const bytes = new Uint8Array(bits / 8);
  const zero = crc16(bytes, 0, bytes.length);
  bytes[bit >> 3] = 1 << (bit & 7);
  return crc16(bytes, 0, bytes.length) ^ zero;
}

function parity(word: number): number {
  let folded = word ^ (word >>> 8);
  folded ^= folded >>> 4;
  folded ^= folded >>> 2;
  return (folded ^ (folded >>> 1)) & 1;
}

/** K(weight) over the number of patterns: the mean of (-1)^(bits in common) over all patterns of so many bits. */
function krawtchouk(bits: number, flips: number, weight: number): number {
  // Recurrence over the number of flips, each term divided by the number of its patterns.
  let before = 1;
  let now = 1 - (2 * weight) / bits;
  if (flips === 0) return before;
  for (let count = 1; count < flips; count += 1) {
    const next = ((bits - 2 * weight) * now - count * before) / (bits - count);
    [before, now] = [now, next];
  }
  return now;
}
