import type { Expectation } from '@bus/codec';
import { DeviceError } from './errors.js';
import { type Exchange, FOREIGN } from './exchange.js';
import type { QueuedExchange } from './queued-exchange.js';

interface OverdueReply {
  readonly owner: QueuedExchange;
  until: number;
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

  add(owner: QueuedExchange, until: number): void {
    this.#replies.push({ owner, until });
  }

  /** A repeated question was answered, by either of its answers: the other may follow until `until`. */
  extend(owner: QueuedExchange, until: number): void {
    for (const reply of this.#replies) if (reply.owner === owner) reply.until = Math.max(reply.until, until);
  }

  /** Everything that was overdue to a call has come. */
  forget(owner: QueuedExchange): void {
    this.#replies = this.#replies.filter(reply => reply.owner !== owner);
  }

  /** Drops what can no longer come. */
  expire(now: number): void {
    if (this.#replies.length > 0) this.#replies = this.#replies.filter(reply => reply.until > now);
  }

  /** When the next window ends, or undefined when nothing is overdue. */
  nextExpiry(): number | undefined {
    let next: number | undefined;
    for (const reply of this.#replies) if (next === undefined || reply.until < next) next = reply.until;
    return next;
  }

  /** True when an overdue answer could pass for the answer to `exchange`. */
  blocks(exchange: Exchange<unknown>): boolean {
    if (exchange.turnaround !== undefined) return false;
    return this.#replies.some(({ owner }) => {
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
