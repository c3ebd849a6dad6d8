import { BATCH_TIME } from './batch-time.js';
import type { Exchange } from './exchange.js';
import type { Medium } from './transport.js';

/** Milliseconds during which a line is treated as one with copies after one was seen. */
const WARY = 60_000;

/**
 * The answer that was taken last, because some devices and repeaters send each answer twice.
 *
 *     ── question A ── answer A ┬─ copy of A ─┐
 *                               │             │ kept back by an adaptor: comes when question B is out already
 *                               └──── window ─┴──▶ after this no copy comes any more
 *
 * An answer that says nothing of its question is not believed at once when it is the same as the one before, to another
 * question, and comes within the window: the question is asked once more. Writes are not repeated, so they wait
 * until the window is over, as everything of the same shape does on a line on which copies were seen.
 */
export class LatestAnswer {
  readonly #medium: Medium;
  #bytes = new Uint8Array(64);
  #length = 0;
  #time = Number.NEGATIVE_INFINITY;
  #exchange: Exchange<unknown> | undefined;
  #waryUntil = Number.NEGATIVE_INFINITY;

  constructor(medium: Medium) {
    this.#medium = medium;
  }

  /** An answer was taken. `bytes` are copied. */
  take(bytes: Uint8Array, exchange: Exchange<unknown>, now: number): void {
    if (bytes.length > this.#bytes.length) this.#bytes = new Uint8Array(2 * bytes.length);
    for (let index = 0; index < bytes.length; index += 1) this.#bytes[index] = bytes[index]!;
    this.#length = bytes.length;
    this.#time = now;
    this.#exchange = exchange;
  }

  /** True when these bytes may be a copy of the latest answer, right behind it. */
  mayBeCopy(bytes: Uint8Array, now: number): boolean {
    if (now > this.#end || bytes.length !== this.#length) return false;
    for (let index = 0; index < bytes.length; index += 1)
      if (bytes[index] !== this.#bytes[index]) return false;
    return true;
  }

  /** True when an answer to `exchange` may be a copy of the answer to another question. */
  isDoubtful(bytes: Uint8Array, exchange: Exchange<unknown>, now: number): boolean {
    const latest = this.#exchange;
    if (latest === undefined || now > this.#end || sameRequest(latest, exchange)) return false;
    return this.mayBeCopy(bytes, now);
  }

  /** A copy was seen: from now on this line is treated with care. */
  copySeen(now: number): void {
    this.#waryUntil = now + WARY;
  }

  /** When `exchange` may be sent without meeting a copy; a time that has passed where none is to be feared. */
  clearFor(exchange: Exchange<unknown>, repeatable: boolean, now: number): number {
    const fearless = repeatable && now > this.#waryUntil;
    // What nobody answers cannot be answered wrongly.
    if (fearless || now > this.#end || exchange.turnaround !== undefined) return Number.NEGATIVE_INFINITY;
    return this.#exchange?.replyShape === exchange.replyShape ? this.#end : Number.NEGATIVE_INFINITY;
  }

  /** Milliseconds on the line's clock after which no copy right behind the answer can come. */
  get #end(): number {
    return this.#time + this.#length * this.#medium.characterTime + BATCH_TIME;
  }
}

function sameRequest(a: Exchange<unknown>, b: Exchange<unknown>): boolean {
  if (a === b) return true;
  const { request } = b;
  return a.request.length === request.length && a.request.every((byte, index) => byte === request[index]);
}
