/**
 * Waits until `condition` holds, looking every few milliseconds.
 *
 * @throws {Error} naming `what`, when it does not hold within `limit` milliseconds.
 */
export async function until(condition: () => boolean, what: string, limit = 10_000): Promise<void> {
  const deadline = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${limit} ms in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
