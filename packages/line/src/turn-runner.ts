import { Alarm } from './alarm.js';
import type { Clock, Timer } from './clock.js';
import type { Connection } from './connection.js';
import type { Counters } from './counters.js';
import { AbortedError } from './errors.js';
import type { Judge, Verdict } from './judge.js';
import type { Overdue } from './overdue.js';
import type { QueuedExchange } from './queued-exchange.js';
import type { Reception } from './reception.js';
import type { Transport } from './transport.js';
import { type Outcome, Turn } from './turn.js';
import { TurnWrite } from './turn-write.js';
import { unlessAborted } from './unless-aborted.js';

export interface RunnerParts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly counters: Counters;
  readonly overdue: Overdue;
  readonly judge: Judge;
  readonly reception: Reception;
  readonly connection: Connection;
  /** Milliseconds during which the answer to a question that was given up may still come. */
  readonly lateWindow: (entry: QueuedExchange) => number;
  /** Told what became of each exchange, never before `run` has returned. */
  readonly ended: (entry: QueuedExchange, verdict: Verdict) => void;
}

/** What runs when this microtask is over. */
const SOON = Promise.resolve();

/**
 * Carries one exchange through its attempts.
 *
 *          ┌ gap ┐┌─ request ─┐             ┌── reply ──┐
 *     ─────┴─────┴┴───────────┴─────────────┴───────────┴──────▶ time
 *          │     │ write      │ last byte   │           │
 *     turn ┘     └ stale      │ has left    │           └ accept: the turn ends here, not by a timer
 *                  dropped    └─ time-out runs ─ ─ ─ ─ ─ ─ ─ ─ ▶ then the answer is overdue
 *
 * Each step calls the next one when its time has come, without promises in between: those would cost as much as all the rest.
 */
export class TurnRunner {
  readonly #parts: RunnerParts;
  readonly #write: TurnWrite;
  readonly #alarm: Alarm;
  #turn: Turn | undefined;
  #outcome: Outcome | undefined;
  /** Milliseconds of silence that the request needs. */
  #gap = 0;
  /** When no copy of an earlier answer can come any more. */
  #clear = Number.NEGATIVE_INFINITY;
  /** When silence is no longer waited for. */
  #giveUp = Number.POSITIVE_INFINITY;
  #pause: Timer | undefined;
  /** When what the turn waits for should have happened, and what that is: all bytes are written, or all is answered. */
  #deadline = Number.POSITIVE_INFINITY;
  #written = false;
  /** Why no further attempt is made. */
  #interruption: Error | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.clock, now => this.#expire(now));
    this.#write = new TurnWrite(parts, turn => this.#awaitAnswer(turn));
  }

  /** Attempts an exchange until it is answered, refused, or not worth another attempt. One at a time. */
  run(entry: QueuedExchange): void {
    const now = this.#parts.clock.now();
    entry.startedAt ??= now;
    this.#interruption = undefined;
    this.#attempt(entry, now);
  }

  /** Ends the turn of one call because its caller gave it up. */
  abort(entry: QueuedExchange): void {
    if (this.#turn?.entry === entry) this.#turn.settle({ kind: 'failed', reason: 'aborted' });
  }

  /** The connection went away under the turn. */
  lost(error: Error): void {
    this.#turn?.settle({ kind: 'lost', error });
  }

  /** The line is being closed. */
  interrupt(error: Error): void {
    this.#interruption = error;
    this.#turn?.settle({ kind: 'refused', error });
  }

  /** The connection is not open: nothing is waited for. */
  rest(): void {
    if (this.#turn === undefined) this.#alarm.cancel();
  }

  #attempt(entry: QueuedExchange, now = this.#parts.clock.now()): void {
    const { reception, transport } = this.#parts;
    const turn = new Turn(entry, this.#settled);
    this.#turn = turn;
    if (entry.signal?.aborted) {
      turn.settle({ kind: 'failed', reason: 'aborted' });
      return;
    }
    try {
      this.#gap = entry.exchange.framing.gap(transport.medium);
      this.#clear = reception.clearOfCopies(entry, now);
      this.#giveUp = Math.max(now, this.#clear) + entry.timeout + this.#gap;
    } catch (error) {
      turn.settle({ kind: 'refused', error });
    }
    this.#sendWhenQuiet(turn, now);
  }

  readonly #lookAgain = (): void => {
    this.#pause = undefined;
    if (this.#turn !== undefined) this.#sendWhenQuiet(this.#turn, this.#parts.clock.now());
  };

  /** Sends if the line is quiet; otherwise looks again when it may be. */
  #sendWhenQuiet(turn: Turn, now: number): void {
    if (turn.settled || turn.sent) return;
    const { clock, reception } = this.#parts;
    const due = Math.max(reception.quietSince + this.#gap, this.#clear);
    if (now >= due) this.#send(turn, now);
    else if (now >= this.#giveUp) turn.settle({ kind: 'failed', reason: 'line-busy' });
    else {
      const wait = Math.min(due, this.#giveUp) - now;
      this.#pause = clock.setPreciseTimer?.(this.#lookAgain, wait) ?? clock.setTimer(this.#lookAgain, wait);
    }
  }

  #send(turn: Turn, now: number): void {
    const { counters, reception, transport } = this.#parts;
    const { exchange, timeout } = turn.entry;
    try {
      reception.begin(turn);
    } catch (error) {
      // What is awaited makes no sense.
      turn.settle({ kind: 'refused', error });
      return;
    }
    const leaves = now + exchange.request.length * transport.medium.characterTime;
    turn.sent = true;
    turn.sentAt = leaves;
    turn.entry.attempts += 1;
    counters.of(exchange.unit).sent += 1;
    this.#written = false;
    this.#await(leaves + timeout);
    this.#write.begin(turn, leaves);
  }

  /** The last byte has left: the time-out counts from here. */
  #awaitAnswer(turn: Turn): void {
    if (turn.settled) return;
    const { exchange, timeout } = turn.entry;
    this.#written = true;
    this.#await(turn.sentAt + (exchange.turnaround ?? timeout));
  }

  #await(deadline: number): void {
    this.#deadline = deadline;
    this.#alarm.by(deadline);
  }

  #expire(now: number): void {
    const turn = this.#turn;
    if (turn === undefined || turn.settled || !turn.sent) return;
    const { exchange } = turn.entry;
    if (now < this.#deadline) this.#alarm.by(this.#deadline);
    else if (!this.#written) turn.settle({ kind: 'failed', reason: 'write-stalled' });
    else if (exchange.turnaround !== undefined) turn.settle({ kind: 'value', value: exchange.unanswered });
    else this.#timeout(turn);
  }

  #timeout(turn: Turn): void {
    const { connection, reception, transport } = this.#parts;
    try {
      reception.flush();
    } finally {
      // Also when the framing makes an error, which must show: nothing else would end the turn.
      turn.settle({ kind: 'failed', reason: 'timeout' });
    }
    // The next attempt finds a fresh connection then.
    if (transport.medium.silentLoss) connection.unanswered(turn.sentAt);
  }

  /** Whatever settled the turn goes on undisturbed: bytes behind an answer are still looked at in its light. */
  readonly #settled = (_turn: Turn, outcome: Outcome): void => {
    this.#outcome = outcome;
    void SOON.then(this.#conclude);
  };

  readonly #conclude = (): void => {
    const { clock, connection, reception } = this.#parts;
    const turn = this.#turn!;
    this.#turn = undefined;
    if (this.#pause !== undefined) clock.clearTimer(this.#pause);
    this.#pause = undefined;
    if (connection.state !== 'open') this.#alarm.cancel();
    const verdict = this.#verdict(turn, this.#outcome!);
    reception.end(turn);
    this.#write.ended(turn.entry.timeout, () => this.#goOn(turn.entry, verdict));
  };

  #goOn(entry: QueuedExchange, verdict: Verdict | undefined): void {
    const { connection, ended } = this.#parts;
    if (verdict !== undefined) ended(entry, verdict);
    else if (this.#interruption !== undefined) ended(entry, { kind: 'rejected', error: this.#interruption });
    else if (connection.state === 'open') this.#attempt(entry);
    else {
      const { exchange, signal } = entry;
      const aborted = () =>
        new AbortedError(`${exchange.label}: given up by the caller`, { cause: signal?.reason });
      unlessAborted(connection.open(), signal, aborted).then(
        // It may have been closed or lost again meanwhile.
        () => this.#goOn(entry, undefined),
        (error: unknown) => ended(entry, { kind: 'hold', error }),
      );
    }
  }

  /** What becomes of the call; undefined: another attempt. */
  #verdict(turn: Turn, outcome: Outcome): Verdict | undefined {
    const { clock, overdue, judge } = this.#parts;
    const { entry } = turn;
    const now = clock.now();
    const awaited = turn.sent && entry.exchange.turnaround === undefined;
    // A damaged answer was recognised by its head and length: it has come. Everything else may still come.
    const damaged = outcome.kind === 'failed' && outcome.reason === 'damaged' && !turn.damageDoubtful;
    if (outcome.kind === 'value' || outcome.kind === 'refused' || damaged) {
      if (turn.otherBy !== undefined) overdue.limit(entry, turn.otherBy);
      else if (overdue.size > 0) overdue.extend(entry, this.#lateUntil(turn, now));
    } else if (awaited)
      overdue.add(entry, this.#lateUntil(turn, now), this.#parts.reception.mayHearEchoOf(turn));
    if (outcome.kind === 'failed' && outcome.reason === 'doubted') {
      // Not an attempt that failed.
      entry.attempts -= 1;
      return undefined;
    }
    return judge.verdict(turn, outcome, now);
  }

  /** Until when the answer to an attempt may come, however the attempt ended: that depends on when it was asked. */
  #lateUntil({ entry, sentAt, sent }: Turn, now: number): number {
    const window = this.#parts.lateWindow(entry);
    return sent && window > 0 ? Math.max(now, sentAt + entry.timeout) + window : now + window;
  }
}
