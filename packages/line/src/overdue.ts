import type { Expectation } from '@bus/codec';
import { DeviceError } from './errors.js';
import { type Exchange, FOREIGN } from './exchange.js';
import type { QueuedExchange } from './queued-exchange.js';
import { sameBytes } from './recent-answers.js';
import { READING } from './stood-still.js';

interface OverdueReply {
  readonly owner: QueuedExchange;
  until: number;
  /** A copy of the question that comes may be its echo. */
  echo: boolean;
  /** Its window is over: this is the time to read what came in it. */
  reading: boolean;
}

/**
 * Answers that may still come although their questions were given up. Each is remembered until it comes or until its
 * window has passed, so that it is recognised and dropped instead of answering a later question.
 */
export class Overdue {
  #replies: OverdueReply[] = [];

  get size(): number {
    return this.#replies.length;
  }

  /** @param echo the echo of the question may still come as well. */
  add(owner: QueuedExchange, until: number, echo = false): void {
    this.#replies.push({ owner, until, echo, reading: false });
  }

  /** True, once for each question, when `frame` may be the echo of it that was still to come. */
  isEcho(frame: Uint8Array): boolean {
    const reply = this.#replies.find(({ owner, echo }) => echo && sameBytes(frame, owner.exchange.request));
    if (reply === undefined) return false;
    reply.echo = false;
    return true;
  }

  /** A repeated question was answered, by either of its answers: the other may follow until `until`. */
  extend(owner: QueuedExchange, until: number): void {
    for (const reply of this.#replies) {
      if (reply.owner !== owner || until <= reply.until) continue;
      reply.until = until;
      reply.reading = false;
    }
  }

  /** What is overdue to a call comes until `until`, or not at all. */
  limit(owner: QueuedExchange, until: number): void {
    for (const reply of this.#replies) if (reply.owner === owner) reply.until = Math.min(reply.until, until);
  }

  /** One of the answers that were overdue to a call has come. What other attempts asked for may still come. */
  forgetOne(owner: QueuedExchange): void {
    const index = this.#replies.findIndex(reply => reply.owner === owner);
    if (index >= 0) this.#replies.splice(index, 1);
  }

  /** Drops what can no longer come. */
  expire(now: number): void {
    if (this.#replies.length > 0) this.#replies = this.#replies.filter(reply => reply.until > now);
  }

  /**
   * As `expire`, before something is asked: where nobody looked at the clock when a window was over, as while the process
   * stood still, what came in it must be read first.
   */
  expireWhenRead(now: number): void {
    for (const reply of this.#replies) {
      if (reply.reading || now < reply.until) continue;
      reply.reading = true;
      reply.until = now + READING;
    }
    this.expire(now);
  }

  /** When the next window ends, or undefined when nothing is overdue. */
  nextExpiry(): number | undefined {
    let next: number | undefined;
    for (const reply of this.#replies) if (next === undefined || reply.until < next) next = reply.until;
    return next;
  }

  /** True when an overdue answer to another call could pass for the answer to `entry`. */
  blocks(entry: QueuedExchange): boolean {
    const { exchange } = entry;
    if (exchange.turnaround !== undefined) return false;
    return this.#replies.some(({ owner }) => {
      if (owner === entry) return false;
      if (owner.exchange.replyShape === exchange.replyShape) return true;
      return exchange.framing.unchecked === true && owner.exchange.framing.name !== exchange.framing.name;
    });
  }

  /**
   * If `frame` is an overdue answer to another call than `current`, forgets the oldest that it fits and returns its
   * question.
   */
  claim(frame: Uint8Array, current?: QueuedExchange): Exchange<unknown> | undefined {
    const index = this.#replies.findIndex(
      reply => reply.owner !== current && fits(reply.owner.exchange, frame),
    );
    if (index < 0) return undefined;
    const [reply] = this.#replies.splice(index, 1);
    return reply!.owner.exchange;
  }

  /** True while the answer to another call than `current` may come. */
  holdsOther(current: QueuedExchange): boolean {
    return this.#replies.some(reply => reply.owner !== current);
  }

  /** What to look for on the wire because of overdue answers. */
  expectations(): Expectation[] {
    return this.#replies.flatMap(reply => reply.owner.exchange.expectations);
  }
}

function fits(exchange: Exchange<unknown>, frame: Uint8Array): boolean {
  try {
    return exchange.accept(frame) !== FOREIGN;
  } catch (error) {
    return error instanceof DeviceError;
  }
}
