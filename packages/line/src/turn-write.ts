import type { Clock, Timer } from './clock.js';
import type { Connection } from './connection.js';
import { TransportError } from './errors.js';
import type { Reception } from './reception.js';
import { transmit } from './transmit.js';
import type { Transport } from './transport.js';
import type { Turn } from './turn.js';

interface WriteParts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly connection: Connection;
  readonly reception: Reception;
}

/** The write of the request whose turn it is. It may outlive the turn: the next one begins when it is over. */
export class TurnWrite {
  readonly #parts: WriteParts;
  readonly #sent: (turn: Turn) => void;
  /** Whose request is being written. */
  #turn: Turn | undefined;
  /** When its last byte will have left at the speed of the medium. */
  #leaves = 0;
  #then: (() => void) | undefined;
  #stalled: Timer | undefined;
  #done = this.#newDone();

  /** @param sent told when the last byte of a request has left, at the turn's `sentAt`. */
  constructor(parts: WriteParts, sent: (turn: Turn) => void) {
    this.#parts = parts;
    this.#sent = sent;
  }

  /** @param leaves when the last byte will have left at the speed of the medium. */
  begin(turn: Turn, leaves: number): void {
    this.#turn = turn;
    this.#leaves = leaves;
    transmit(this.#parts.transport, turn.entry.exchange.request, this.#done);
  }

  /**
   * Calls `then` when no write is under way. One that takes longer than `patience` milliseconds is given up together with
   * the port, since a transport takes one at a time.
   */
  ended(patience: number, then: () => void): void {
    if (this.#turn === undefined) {
      then();
      return;
    }
    this.#then = then;
    this.#stalled = this.#parts.clock.setTimer(() => this.#abandon(), patience);
  }

  /** What the transport calls when a write has ended; all writes share it until one is given up. */
  #newDone(): (error?: Error) => void {
    const done = (error?: Error): void => {
      const turn = this.#turn;
      if (done !== this.#done || turn === undefined) return;
      this.#turn = undefined;
      if (error === undefined) this.#succeeded(turn);
      else this.#failed(turn, error);
      this.#goOn();
    };
    return done;
  }

  #succeeded(turn: Turn): void {
    const { clock, reception } = this.#parts;
    turn.sentAt = Math.max(clock.now(), this.#leaves);
    reception.transmitted(turn.sentAt);
    this.#sent(turn);
  }

  #failed(turn: Turn, error: Error): void {
    const { connection } = this.#parts;
    turn.settle({ kind: 'lost', error });
    if (connection.state === 'open') void connection.abandon(error);
  }

  #goOn(): void {
    const then = this.#then;
    if (then === undefined) return;
    this.#then = undefined;
    this.#parts.clock.clearTimer(this.#stalled);
    this.#stalled = undefined;
    then();
  }

  #abandon(): void {
    this.#turn = undefined;
    this.#done = this.#newDone();
    const error = new TransportError('write-failed', 'the port accepts no bytes');
    void this.#parts.connection.abandon(error).then(() => this.#goOn());
  }
}
