/** Milliseconds for which a loop may keep signals and timers waiting. */
const PATIENCE = 20;

/**
 * A rest now and then, for loops whose waits may all be over at once: a simulated line answers so fast that neither
 * Ctrl-C nor a timer would ever get its turn.
 *
 * @returns to be called on every pass: resolves when the loop may go on; undefined when it need not wait.
 */
export function breather(now: () => number = () => performance.now()): () => Promise<void> | undefined {
  let since = now();
  return () => {
    if (now() - since < PATIENCE) return undefined;
    return new Promise(resolve => {
      setImmediate(() => {
        since = now();
        resolve();
      });
    });
  };
}
