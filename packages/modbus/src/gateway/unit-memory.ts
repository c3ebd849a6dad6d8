import type { Clock } from '@bus/line';

/** An answer that may be given again. */
interface Remembered {
  readonly answer: Uint8Array;
  /** When its question was sent. */
  readonly time: number;
}

/** Different questions whose answers are kept for one unit. */
const MAX_ANSWERS = 256;

/**
 * Answers of one unit to reads, by question, for a while. Nothing that was read before a write is given after it: from the
 * moment at which a write is asked for until its outcome is known nothing is kept or given, and everything before is
 * forgotten.
 */
export class UnitMemory {
  readonly #clock: Clock;
  readonly #maxAge: number;
  readonly #answers = new Map<string, Remembered>();
  #writes: number;
  #version = 0;

  /**
   * @param maxAge milliseconds for which an answer is given again; 0: never.
   * @param writes writes that are under way already.
   */
  constructor(clock: Clock, maxAge: number, writes = 0) {
    this.#clock = clock;
    this.#maxAge = maxAge;
    this.#writes = writes;
  }

  /** What a read that begins now belongs to; undefined while something is being written. */
  get version(): number | undefined {
    return this.#writes > 0 ? undefined : this.#version;
  }

  /** The answer to a question, unless it is too old. */
  recall(question: string): { answer: Uint8Array; age: number } | undefined {
    const found = this.#answers.get(question);
    if (found === undefined) return undefined;
    const age = this.#clock.now() - found.time;
    if (age < this.#maxAge) return { answer: found.answer, age };
    this.#answers.delete(question);
    return undefined;
  }

  /** Keeps the answer to a question that was sent at `time`, if nothing was written since it was asked. */
  remember(question: string, answer: Uint8Array, time: number, version: number): void {
    if (version !== this.version || this.#maxAge === 0) return;
    this.#answers.delete(question);
    const oldest = this.#answers.keys().next().value;
    if (this.#answers.size >= MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(question, { answer, time });
  }

  /** Something may be written from now on. */
  writeBegins(): void {
    this.#writes += 1;
    this.#forget();
  }

  /** The write is done, has failed, or nobody knows. */
  writeEnds(): void {
    this.#writes -= 1;
    this.#forget();
  }

  #forget(): void {
    this.#version += 1;
    this.#answers.clear();
  }
}
