/** Who wants to hear of which events. */
export class Listeners<Events> {
  readonly #sets = new Map<keyof Events, Set<(event: never) => void>>();
  /** False as long as nobody ever listened, so that most lines need not look up who does. */
  #used = false;

  /** Returns what ends it. */
  add<K extends keyof Events>(event: K, listener: (event: Events[K]) => void): () => void {
    this.#used = true;
    const set = this.#sets.get(event) ?? new Set();
    this.#sets.set(event, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  has(event: keyof Events): boolean {
    return this.#used && (this.#sets.get(event)?.size ?? 0) > 0;
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of this.#sets.get(event) ?? []) {
      try {
        (listener as (event: Events[K]) => void)(value);
      } catch (error) {
        // A listener's mistake must show, but not inside the engine.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
