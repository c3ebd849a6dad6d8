import type { ReplyError } from './errors.js';
import type { QueuedExchange } from './queued-exchange.js';

/** Bytes heard that an error can show. */
const HEARD_LIMIT = 512;
const NOBODY: ReadonlySet<number> = new Set();

/** Why an attempt ended without an answer. */
export type FailureReason =
  | 'timeout'
  | 'damaged'
  | 'echo-mismatch'
  | 'write-stalled'
  | 'line-busy'
  | 'doubted'
  | 'aborted';

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'lost'; readonly error: Error }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/** One attempt at one exchange, and what was observed during it. */
export class Turn {
  readonly entry: QueuedExchange;
  settled = false;
  sent = false;
  /** When the last byte left, on the line's clock. */
  sentAt = 0;
  /** An answer that was recognised but damaged. */
  damaged = false;
  /** What was damaged may have been the answer to an earlier question. */
  damageDoubtful = false;
  /** When another answer to the call has come, if one does; unless this is known, the late window counts. */
  otherBy: number | undefined;
  /** A verbatim copy of the request was heard. */
  echoHeard = false;
  /** A copy of the request that may be echo or answer, while nobody knows whether there is an echo. */
  copyHeld = false;
  /** An exception that could belong to this question or to an overdue one came. */
  doubtfulRefusal = false;
  /** The latest answer that was ours but did not fit. */
  wrong: ReplyError | undefined;
  // Most turns need none of the following, so it is made when it is needed.
  #strangers: Set<number> | undefined;
  /** Copies of the pieces that were heard. */
  #heard: Uint8Array[] | undefined;
  #heardLength = 0;
  readonly #ended: (turn: Turn, outcome: Outcome) => void;

  /** @param ended told at once when it is settled. */
  constructor(entry: QueuedExchange, ended: (turn: Turn, outcome: Outcome) => void) {
    this.entry = entry;
    this.#ended = ended;
  }

  /** Ends the attempt; only the first call counts. */
  settle(outcome: Outcome): void {
    if (this.settled) return;
    this.settled = true;
    this.#ended(this, outcome);
  }

  /** Units that were heard meanwhile although nobody asked them. */
  get strangers(): ReadonlySet<number> {
    return this.#strangers ?? NOBODY;
  }

  /** A unit was heard that nobody asked. */
  hearStranger(unit: number): void {
    this.#strangers ??= new Set();
    this.#strangers.add(unit);
  }

  /** Bytes heard since the request was sent. */
  get heardLength(): number {
    return this.#heardLength;
  }

  /** Everything heard since the request was sent, up to a limit. A copy. */
  get heard(): Uint8Array {
    const all = new Uint8Array(Math.min(this.#heardLength, HEARD_LIMIT));
    let at = 0;
    for (const piece of this.#heard ?? []) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  hear(chunk: Uint8Array): void {
    const room = HEARD_LIMIT - this.#heardLength;
    this.#heard ??= [];
    if (room > 0) this.#heard.push(chunk.slice(0, room));
    this.#heardLength += chunk.length;
  }
}
