import { isDeepStrictEqual } from 'node:util';

/** What a target promised does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws {Violation} it does not hold. */
export function must(holds: boolean, message: string | (() => string)): asserts holds {
  if (!holds) throw new Violation(typeof message === 'string' ? message : message());
}

/** @throws {Violation} the two differ. */
export function same(actual: unknown, expected: unknown, what: string): void {
  must(isDeepStrictEqual(actual, expected), () => `${what}: ${show(actual)} instead of ${show(expected)}`);
}

const show = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 400);
  } catch {
    return String(value);
  }
};

type Class = new (...args: never[]) => Error;

/** What `action` returns; undefined when it refuses with one of these errors. Any other error is one of the product. */
export function unlessRefused<T>(action: () => T, ...refusals: readonly Class[]): T | undefined {
  try {
    return action();
  } catch (error) {
    if (refusals.some(refusal => error instanceof refusal)) return undefined;
    throw error;
  }
}

/** The same for what takes time. */
export async function unlessRejected<T>(
  action: () => Promise<T>,
  ...refusals: readonly Class[]
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (refusals.some(refusal => error instanceof refusal)) return undefined;
    throw error;
  }
}
