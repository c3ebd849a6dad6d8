import type { Expectation } from './scanner.js';

/**
 * Refuses an expectation that no scanner could look for.
 *
 * @throws {RangeError} unless the head has 2..8 bytes and the length is 4..256, and not less than the head.
 */
export function checkExpectation({ head, length }: Expectation): void {
  if (head.length < 2 || head.length > 8) {
    throw new RangeError(`the head of an awaited answer has ${head.length} bytes, must be 2..8`);
  }
  const shortest = Math.max(4, head.length);
  if (!Number.isInteger(length) || length < shortest || length > 256) {
    throw new RangeError(`the length of an awaited answer is ${length}, must be ${shortest}..256`);
  }
}
