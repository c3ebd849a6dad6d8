import type { ReplyError } from './errors.js';
import type { QueuedExchange } from './queued-exchange.js';

/** Bytes heard that an error can show. */
const HEARD_LIMIT = 512;

/** Why an attempt ended without an answer. */
export type FailureReason =
  | 'timeout'
  | 'damaged'
  | 'echo-mismatch'
  | 'write-stalled'
  | 'line-busy'
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
  readonly outcome: Promise<Outcome>;
  readonly #settle: (outcome: Outcome) => void;
  settled = false;
  sent = false;
  /** When the last byte left, on the line's clock. */
  sentAt = 0;
  /** An answer that was recognised but damaged. */
  damaged = false;
  /** A verbatim copy of the request was heard. */
  echoHeard = false;
  /** A copy of the request that may be echo or answer, while nobody knows whether there is an echo. */
  copyHeld = false;
  /** An exception that could belong to this question or to an overdue one came. */
  doubtfulRefusal = false;
  /** The latest answer that was ours but did not fit. */
  wrong: ReplyError | undefined;
  /** Units that were heard meanwhile although nobody asked them. */
  readonly strangers = new Set<number>();
  #heard: Uint8Array | undefined;
  heardLength = 0;

  constructor(entry: QueuedExchange) {
    this.entry = entry;
    let settle: (outcome: Outcome) => void = () => undefined;
    this.outcome = new Promise(resolve => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  /** Ends the attempt; only the first call counts. */
  settle(outcome: Outcome): void {
    if (this.settled) return;
    this.settled = true;
    this.#settle(outcome);
  }

  /** Everything heard since the request was sent, up to a limit. A copy. */
  get heard(): Uint8Array {
    return (this.#heard ?? new Uint8Array(0)).slice(0, Math.min(this.heardLength, HEARD_LIMIT));
  }

  hear(chunk: Uint8Array): void {
    const room = HEARD_LIMIT - this.heardLength;
    this.#heard ??= new Uint8Array(HEARD_LIMIT);
    if (room > 0) this.#heard.set(chunk.length > room ? chunk.subarray(0, room) : chunk, this.heardLength);
    this.heardLength += chunk.length;
  }
}
