import { UsageError } from '@bus/line';

/**
 * Does something with what was asked for at a place, and names the place when that makes no sense.
 *
 * @throws {UsageError} with the place in front of its message.
 */
export function at<T>(where: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${where}: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}
