import { BATCH_TIME } from './batch-time.js';
import type { Exchange } from './exchange.js';
import type { Medium } from './transport.js';

/** Milliseconds during which a line is treated as one with copies after one was seen. */
const WARY = 60_000;

/** Answers that are remembered. */
const REMEMBERED = 8;

interface TakenAnswer {
  bytes: Uint8Array;
  length: number;
  /** After this no copy that began right behind it can come any more; milliseconds on the line's clock. */
  end: number;
  exchange: Exchange<unknown> | undefined;
}

/**
 * The answers that were taken last, because some devices and repeaters send each answer twice.
 *
 *     ── question A ── answer A ┬─ copy of A ─┐
 *                               │             │ kept back by an adaptor: comes when question B is out already
 *                               └──── window ─┴──▶ after this no copy comes any more
 *
 * An answer that says nothing of its question is not believed at once when it is the same as a recent one, to another
 * question, and comes within that one's window: the question is asked once more. Writes are not repeated, so they wait
 * until the window is over, as everything of the same shape does on a line on which copies were seen.
 *
 * A copy that answers the same question again does no harm to that one, but to the next:
 *
 *     A? ── A ── A? ─┬─ copy of A ── B? ── the second A, which is not the answer to B
 *                    └─ from here on the line may be one answer behind: the next other question is asked twice
 */
export class RecentAnswers {
  readonly #medium: Medium;
  /** Made when they are needed, since most lines over TCP need none. */
  readonly #answers: TakenAnswer[] = [];
  #next = 0;
  #waryUntil = Number.NEGATIVE_INFINITY;
  /** The answer that was taken last. */
  #latest: TakenAnswer | undefined;
  /** A question whose own answer may still come, and until when. */
  #behind: Exchange<unknown> | undefined;
  #behindUntil = Number.NEGATIVE_INFINITY;

  constructor(medium: Medium) {
    this.#medium = medium;
  }

  /** An answer was taken. `bytes` are copied. */
  take(bytes: Uint8Array, exchange: Exchange<unknown>, now: number): void {
    if (this.#next === this.#answers.length)
      this.#answers.push({ bytes: new Uint8Array(64), length: 0, end: now, exchange });
    const answer = this.#answers[this.#next]!;
    this.#next = (this.#next + 1) % REMEMBERED;
    this.#latest = answer;
    const { length } = bytes;
    if (length > answer.bytes.length) answer.bytes = new Uint8Array(2 * length);
    for (let index = 0; index < length; index += 1) answer.bytes[index] = bytes[index]!;
    answer.length = length;
    answer.exchange = exchange;
    answer.end = now + length * this.#medium.characterTime + BATCH_TIME;
  }

  /**
   * True when an answer that is to be taken may be a copy of the answer before and right all the same, since that one was
   * to the same question; or of any recent one, when both are refusals. Then its own may still come.
   */
  mayFallBehind(bytes: Uint8Array, { request }: Exchange<unknown>, now: number, refusal: boolean): boolean {
    const latest = this.#latest;
    if (latest?.exchange === undefined) return false;
    const again = sameBytes(latest.exchange.request, request);
    if (again && now <= this.#behindUntil) return true;
    return refusal ? this.mayBeCopy(bytes, now) : again && now <= latest.end && isSame(latest, bytes);
  }

  /** The own answer to `exchange` may come until `until`, and another question would get it. */
  fallBehind(exchange: Exchange<unknown>, until: number): void {
    this.#behind = exchange;
    this.#behindUntil = until;
  }

  /** True when an answer to `exchange` may be the one that is still to come to the question before. */
  isBehind({ request, replyShape }: Exchange<unknown>, now: number): boolean {
    if (now > this.#behindUntil || this.#behind?.replyShape !== replyShape) return false;
    return !sameBytes(this.#behind.request, request);
  }

  /** What was still to come has come, or does not come. */
  caughtUp(): void {
    this.#behindUntil = Number.NEGATIVE_INFINITY;
  }

  /** True when these bytes may be a copy of a recent answer. */
  mayBeCopy(bytes: Uint8Array, now: number): boolean {
    for (const answer of this.#answers) if (now <= answer.end && isSame(answer, bytes)) return true;
    return false;
  }

  /** True when an answer to `exchange` may be a copy of the answer to another question. */
  isDoubtful(bytes: Uint8Array, { request }: Exchange<unknown>, now: number): boolean {
    for (const answer of this.#answers) {
      if (now > answer.end || answer.exchange === undefined || !isSame(answer, bytes)) continue;
      if (!sameBytes(answer.exchange.request, request)) return true;
    }
    return false;
  }

  /** A copy was seen: from now on this line is treated with care. */
  copySeen(now: number): void {
    this.#waryUntil = now + WARY;
  }

  /** When `exchange` may be sent without meeting a copy; a time that has passed where none is to be feared. */
  clearFor(exchange: Exchange<unknown>, repeatable: boolean, now: number): number {
    let clear = Number.NEGATIVE_INFINITY;
    const fearless = repeatable && now > this.#waryUntil;
    // What nobody answers cannot be answered wrongly.
    if (fearless || exchange.turnaround !== undefined) return clear;
    for (const answer of this.#answers)
      if (answer.end > clear && answer.exchange?.replyShape === exchange.replyShape) clear = answer.end;
    return clear;
  }
}

function isSame({ bytes, length }: TakenAnswer, other: Uint8Array): boolean {
  if (length !== other.length) return false;
  for (let index = 0; index < length; index += 1) if (bytes[index] !== other[index]) return false;
  return true;
}

/** True when two arrays hold the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
