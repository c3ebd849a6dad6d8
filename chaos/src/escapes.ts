/** What nobody caught: rejections and exceptions that would have ended the process. */
export class Escapes {
  readonly errors: unknown[] = [];
  readonly #note = (error: unknown): void => {
    this.errors.push(error);
  };
  readonly #others = new Map<string, NodeJS.UncaughtExceptionListener[]>();

  /** From now on they come here and nowhere else. */
  begin(): this {
    for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
      this.#others.set(event, process.listeners(event as 'uncaughtException'));
      process.removeAllListeners(event);
      process.on(event, this.#note);
    }
    return this;
  }

  note(error: unknown): void {
    this.errors.push(error);
  }

  end(): void {
    for (const [event, listeners] of this.#others) {
      process.removeAllListeners(event);
      for (const listener of listeners) process.on(event, listener);
    }
    this.#others.clear();
  }
}
