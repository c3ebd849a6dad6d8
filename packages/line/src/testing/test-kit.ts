/** The part of vitest (or of a runner like it) that the shared suites use. */
export interface TestKit {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: () => Promise<void>): unknown;
  expect(value: unknown): { toBe(expected: unknown): void; toEqual(expected: unknown): void };
}

/** Milliseconds. What is waited for comes at once but on a machine that is busy with something else. */
const PATIENCE = 30_000;

/**
 * Waits until `condition` holds, looking every few milliseconds.
 *
 * @throws {Error} naming `what`, when it does not hold within `limit` milliseconds.
 */
export async function until(condition: () => boolean, what: string, limit = PATIENCE): Promise<void> {
  const deadline = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${limit} ms in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
