import type { QueuedExchange } from './queued-exchange.js';
import { type Outcome, Turn } from './turn.js';

/** One attempt at an exchange among several that are open at once. */
export class OpenTurn extends Turn {
  /** What its answer will repeat. */
  readonly id: number;
  /** When it is over without an answer, on the line's clock. */
  readonly deadline: number;
  readonly #ended: (turn: OpenTurn, outcome: Outcome) => void;

  /** @param ended told at once when it is settled; nobody has to wait for a promise. */
  constructor(
    entry: QueuedExchange,
    id: number,
    deadline: number,
    ended: (turn: OpenTurn, outcome: Outcome) => void,
  ) {
    super(entry);
    this.id = id;
    this.deadline = deadline;
    this.#ended = ended;
  }

  override settle(outcome: Outcome): void {
    if (this.settled) return;
    super.settle(outcome);
    this.#ended(this, outcome);
  }
}
