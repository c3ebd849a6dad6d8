/** A repeatable source of numbers 0 <= n < `below` (at most 2^24), so that every run measures the same data. */
export type Random = (below: number) => number;

/** xorshift32; `seed` is any integer but 0. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // The upper bits: the lower ones of this generator are the weaker ones.
    return (state >>> 8) % below;
  };
}

/** `length` random bytes. */
export function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(256));
}
