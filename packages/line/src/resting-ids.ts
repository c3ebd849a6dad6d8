/** What was asked under an identifier. */
interface Asked {
  readonly label: string;
  readonly unit: number;
}

/** The identifiers of questions that were given up, each as long as its answer may still come. */
export class RestingIds {
  readonly #byId = new Map<number, Asked & { readonly until: number }>();

  /** The answer under `id` may come until `until`. */
  add(id: number, { label, unit }: Asked, until: number): void {
    this.#byId.set(id, { label, unit, until });
  }

  /** An answer has come: returns what it belongs to, if it may still come. */
  claim(id: number, now: number): Asked | undefined {
    const resting = this.#byId.get(id);
    if (resting === undefined || resting.until <= now) return undefined;
    this.#byId.delete(id);
    return resting;
  }

  /** True while an answer under this identifier may still come. */
  has(id: number, now: number): boolean {
    return this.#byId.size > 0 && (this.#byId.get(id)?.until ?? now) > now;
  }

  /** Drops what can no longer come. */
  expire(now: number): void {
    for (const [id, { until }] of this.#byId) if (until <= now) this.#byId.delete(id);
  }
}
