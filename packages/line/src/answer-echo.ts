const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Takes a responder's own answers off what is heard, behind an adaptor that hears itself. An answer that repeats its
 * request, as many write confirmations do, would be carried out again otherwise.
 */
export class AnswerEcho {
  #answer: Uint8Array = NOTHING;
  #matched = 0;
  #deadline = Number.POSITIVE_INFINITY;

  /** An answer is about to be sent; its copy may come from now on. */
  begin(answer: Uint8Array): void {
    this.#answer = answer;
    this.#matched = 0;
    this.#deadline = Number.POSITIVE_INFINITY;
  }

  /** The answer was sent: from `deadline` on, nothing is its copy any more. */
  sent(deadline: number): void {
    this.#deadline = deadline;
  }

  forget(): void {
    this.begin(NOTHING);
  }

  /**
   * What of `chunk` is not the copy. When it turns out that it was none, the bytes that looked like it come back in
   * front.
   */
  strip(chunk: Uint8Array, now: number): readonly Uint8Array[] {
    if (this.#matched === this.#answer.length) return [chunk];
    if (now >= this.#deadline) return [...this.#giveUp(), chunk];
    let taken = 0;
    while (taken < chunk.length && this.#matched < this.#answer.length) {
      if (chunk[taken] !== this.#answer[this.#matched]) return [...this.#giveUp(taken), chunk];
      taken += 1;
      this.#matched += 1;
    }
    return taken === chunk.length ? [] : [chunk.subarray(taken)];
  }

  /** Bytes of earlier chunks that were held back; those of this chunk are still in it. */
  #giveUp(ofThisChunk = 0): Uint8Array[] {
    const held = this.#answer.slice(0, this.#matched - ofThisChunk);
    this.forget();
    return held.length === 0 ? [] : [held];
  }
}
