import { UsageError } from '@bus/line';

/** What timers can count. */
const LONGEST = 2 ** 31 - 1;

/**
 * Is it a time that timers can count? Longer ones would end at once.
 *
 * @param what for the message: `every`.
 * @throws {UsageError} it is not from `min` to 2147483647 milliseconds.
 */
export function checkMilliseconds(what: string, value: number, min: number): void {
  if (!(value >= min)) throw new UsageError(`${what} must be ${min} or more milliseconds, not ${value}`);
  if (value > LONGEST)
    throw new UsageError(`${what} must be ${LONGEST} milliseconds at most, which are 24 days, not ${value}`);
}
