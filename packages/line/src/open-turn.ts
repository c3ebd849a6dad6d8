import type { QueuedExchange } from './queued-exchange.js';
import { type Outcome, Turn } from './turn.js';

/** One attempt at an exchange among several that are open at once. */
export class OpenTurn extends Turn {
  /** What its answer will repeat. */
  readonly id: number;
  /** The request with that in it. */
  readonly bytes: Uint8Array;
  /** When it is over without an answer, on the line's clock. */
  readonly deadline: number;

  /** @param ended told at once when it is settled. */
  constructor(
    entry: QueuedExchange,
    id: number,
    bytes: Uint8Array,
    deadline: number,
    ended: (turn: OpenTurn, outcome: Outcome) => void,
  ) {
    super(entry, ended as (turn: Turn, outcome: Outcome) => void);
    this.id = id;
    this.bytes = bytes;
    this.deadline = deadline;
  }
}
