const actionsOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `action` when the signal fires, however many wait for the same signal: it gets one listener for all of them.
 * Returns what takes it back.
 */
export function whenAborted(signal: AbortSignal | undefined, action: () => void): () => void {
  if (signal === undefined) return () => undefined;
  let actions = actionsOf.get(signal);
  if (actions === undefined) {
    const all = new Set<() => void>();
    actions = all;
    actionsOf.set(signal, all);
    signal.addEventListener('abort', () => fire(all), { once: true });
  }
  actions.add(action);
  return () => actions.delete(action);
}

function fire(actions: Set<() => void>): void {
  const all = [...actions];
  actions.clear();
  for (const action of all) action();
}
