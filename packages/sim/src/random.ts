/** The next random number, 0 ≤ x < 1. */
export type Random = () => number;

/**
 * A small generator of random numbers (mulberry32): the same seed gives the same numbers on every platform.
 *
 * @param seed its lowest 32 bits count.
 *
 * @example
 * const random = mulberry32(1);
 * random(); // 0.6270739405881613
 */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `min` to `max`, both included. */
export function randomInteger(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** A generator for one of many numbered events: it does not depend on how many numbers the others took. */
export function randomFor(seed: number, index: number): Random {
  return mulberry32(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
}
