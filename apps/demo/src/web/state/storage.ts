/** The part of `localStorage` that the page uses. */
export interface TextStore {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

/**
 * A store that does nothing where the browser forbids storing or is full: the page works without it.
 *
 * @param open returns the storage; reading `window.localStorage` alone may throw.
 */
export function textStore(open: () => Storage): TextStore {
  return {
    get(key) {
      try {
        return open().getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(key, text) {
      try {
        open().setItem(key, text);
      } catch {
        // What is not kept is only missed at the next visit.
      }
    },
  };
}

/** Forgets everything with the page; for tests. */
export function memoryStore(texts: Record<string, string> = {}): TextStore {
  const kept = new Map(Object.entries(texts));
  return { get: key => kept.get(key), set: (key, text) => void kept.set(key, text) };
}
