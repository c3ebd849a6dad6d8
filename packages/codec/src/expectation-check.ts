import { type Expectation, LARGEST_FRAME } from './scanner.js';

/**
 * Refuses an expectation that no scanner could look for.
 *
 * @throws {RangeError} unless the head has 2..8 bytes and the length is 4..2048 and not less than the head, or 0.
 */
export function checkExpectation({ head, length }: Expectation): void {
  if (head.length < 2 || head.length > 8) {
    throw new RangeError(`the head of an awaited answer has ${head.length} bytes, must be 2..8`);
  }
  if (length === 0) return;
  const shortest = Math.max(4, head.length);
  if (!Number.isInteger(length) || length < shortest || length > LARGEST_FRAME) {
    throw new RangeError(
      `the length of an awaited answer is ${length}, must be 0 or ${shortest}..${LARGEST_FRAME}`,
    );
  }
}
