/** The calls of one visit that are under way, so that all of them can be given up. */
export class OpenCalls {
  /** By the signal of the door: one listener for each, however many calls there are. */
  readonly #bySignal = new Map<
    AbortSignal,
    { readonly calls: Set<AbortController>; readonly abort: () => void }
  >();

  /** Begins a call that `signal`, or `abortAll`, gives up. */
  begin(signal: AbortSignal): AbortController {
    const call = new AbortController();
    if (signal.aborted) call.abort(signal.reason);
    this.#callsOf(signal).add(call);
    return call;
  }

  /** The call has ended. */
  end(signal: AbortSignal, call: AbortController): void {
    const group = this.#bySignal.get(signal);
    group?.calls.delete(call);
    if (group === undefined || group.calls.size > 0) return;
    this.#bySignal.delete(signal);
    signal.removeEventListener('abort', group.abort);
  }

  abortAll(): void {
    for (const { abort } of this.#bySignal.values()) abort();
  }

  #callsOf(signal: AbortSignal): Set<AbortController> {
    const known = this.#bySignal.get(signal);
    if (known !== undefined) return known.calls;
    const calls = new Set<AbortController>();
    const abort = () => {
      for (const call of calls) call.abort(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#bySignal.set(signal, { calls, abort });
    return calls;
  }
}
