/** Halts polling, lets it go on, and counts anew, from outside. */
export class PollControl {
  #going: Promise<void> | undefined;
  #go: () => void = () => undefined;
  readonly #resets = new Set<() => void>();

  get halted(): boolean {
    return this.#going !== undefined;
  }

  /** No round begins until `resume`. */
  halt(): void {
    this.#going ??= new Promise(resolve => {
      this.#go = resolve;
    });
  }

  resume(): void {
    this.#going = undefined;
    this.#go();
  }

  /** Resolves when polling goes on; undefined when it is not halted. */
  readonly resumed = (): Promise<void> | undefined => this.#going;

  /** Counts anew. */
  reset(): void {
    for (const reset of this.#resets) reset();
  }

  onReset(action: () => void): void {
    this.#resets.add(action);
  }
}
