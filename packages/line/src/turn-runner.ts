import type { Clock, Timer } from './clock.js';
import type { Connection } from './connection.js';
import type { Counters } from './counters.js';
import { TransportError } from './errors.js';
import type { Judge, Verdict } from './judge.js';
import type { Overdue } from './overdue.js';
import type { QueuedExchange } from './queued-exchange.js';
import type { Reception } from './reception.js';
import type { Transport } from './transport.js';
import { type Outcome, Turn } from './turn.js';

interface RunnerParts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly counters: Counters;
  readonly overdue: Overdue;
  readonly judge: Judge;
  readonly reception: Reception;
  readonly connection: Connection;
  /** Milliseconds during which the answer to a question that was given up may still come. */
  readonly lateWindow: (entry: QueuedExchange) => number;
}

/**
 * Carries one exchange through its attempts.
 *
 *          ┌ gap ┐┌─ request ─┐             ┌── reply ──┐
 *     ─────┴─────┴┴───────────┴─────────────┴───────────┴──────▶ time
 *          │     │ write      │ last byte   │           │
 *     turn ┘     └ stale      │ has left    │           └ accept: the turn ends here, not by a timer
 *                  dropped    └─ time-out runs ─ ─ ─ ─ ─ ─ ─ ─ ▶ then the answer is overdue
 */
export class TurnRunner {
  readonly #parts: RunnerParts;
  #turn: Turn | undefined;
  #deadline: Timer | undefined;
  #writing: Promise<void> | undefined;
  /** Why no further attempt is made. */
  #interruption: Error | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Attempts an exchange until it is answered, refused, or not worth another attempt. */
  async run(entry: QueuedExchange): Promise<Verdict> {
    const { clock, connection, reception } = this.#parts;
    entry.startedAt ??= clock.now();
    this.#interruption = undefined;
    for (;;) {
      const turn = new Turn(entry);
      this.#turn = turn;
      if (entry.signal?.aborted) turn.settle({ kind: 'failed', reason: 'aborted' });
      await this.#untilQuiet(turn);
      if (!turn.settled) this.#send(turn);
      const outcome = await turn.outcome;
      this.#clearDeadline();
      this.#turn = undefined;
      const verdict = this.#verdict(turn, outcome);
      reception.end(turn);
      await this.#untilWritten(entry);
      if (verdict !== undefined) return verdict;
      if (this.#interruption !== undefined) return { kind: 'rejected', error: this.#interruption };
      try {
        await connection.open();
      } catch (error) {
        return { kind: 'hold', error };
      }
    }
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

  async #untilQuiet(turn: Turn): Promise<void> {
    const { clock, reception, transport } = this.#parts;
    const gap = turn.entry.exchange.framing.gap(transport.medium);
    const clear = reception.clearOfCopies(turn.entry);
    const giveUp = Math.max(clock.now(), clear) + turn.entry.timeout + gap;
    while (!turn.settled) {
      const now = clock.now();
      const due = Math.max(reception.quietSince + gap, clear);
      if (now >= due) return;
      if (now >= giveUp) turn.settle({ kind: 'failed', reason: 'line-busy' });
      else await this.#pause(Math.min(due, giveUp) - now, turn);
    }
  }

  /** Waits, unless the turn ends meanwhile. */
  async #pause(milliseconds: number, turn: Turn): Promise<void> {
    const { clock } = this.#parts;
    let timer: Timer;
    const elapsed = new Promise<void>(resolve => {
      timer = clock.setPreciseTimer?.(resolve, milliseconds) ?? clock.setTimer(resolve, milliseconds);
    });
    await Promise.race([elapsed, turn.outcome]);
    clock.clearTimer(timer);
  }

  #send(turn: Turn): void {
    const { clock, counters, reception, transport } = this.#parts;
    const { exchange, timeout } = turn.entry;
    const wireTime = exchange.request.length * transport.medium.characterTime;
    const leaves = clock.now() + wireTime;
    turn.sent = true;
    turn.sentAt = leaves;
    turn.entry.attempts += 1;
    counters.of(exchange.unit).sent += 1;
    reception.begin(turn);
    this.#setDeadline(wireTime + timeout, () => turn.settle({ kind: 'failed', reason: 'write-stalled' }));
    this.#writing = transport.write(exchange.request).then(
      () => this.#written(turn, leaves),
      error => this.#writeFailed(turn, error),
    );
  }

  /** The last byte has left: the silence and the time-out count from here. */
  #written(turn: Turn, leaves: number): void {
    this.#writing = undefined;
    const { clock, reception } = this.#parts;
    const now = clock.now();
    turn.sentAt = Math.max(now, leaves);
    reception.transmitted(turn.sentAt);
    if (turn.settled) return;
    const { exchange, timeout } = turn.entry;
    const rest = turn.sentAt - now;
    if (exchange.turnaround !== undefined) {
      this.#setDeadline(rest + exchange.turnaround, () =>
        turn.settle({ kind: 'value', value: exchange.unanswered }),
      );
    } else this.#setDeadline(rest + timeout, () => this.#timeout(turn));
  }

  #timeout(turn: Turn): void {
    const { connection, reception, transport } = this.#parts;
    reception.flush();
    turn.settle({ kind: 'failed', reason: 'timeout' });
    // The next attempt finds a fresh connection then.
    if (transport.medium.silentLoss) connection.unanswered(turn.sentAt);
  }

  #writeFailed(turn: Turn, error: unknown): void {
    this.#writing = undefined;
    const reason = error instanceof Error ? error : new Error(String(error));
    turn.settle({ kind: 'lost', error: reason });
    if (this.#parts.connection.state === 'open') void this.#parts.connection.abandon(reason);
  }

  /** A transport takes one write at a time: one that outlives its turn is waited for, and given up with the port. */
  async #untilWritten(entry: QueuedExchange): Promise<void> {
    if (this.#writing === undefined) return;
    let timer: Timer;
    const stalled = new Promise<boolean>(resolve => {
      timer = this.#parts.clock.setTimer(() => resolve(true), entry.timeout);
    });
    const gaveUp = await Promise.race([stalled, this.#writing.then(() => false)]);
    this.#parts.clock.clearTimer(timer!);
    if (!gaveUp) return;
    this.#writing = undefined;
    await this.#parts.connection.abandon(new TransportError('write-failed', 'the port accepts no bytes'));
  }

  /** What becomes of the call; undefined: another attempt. */
  #verdict(turn: Turn, outcome: Outcome): Verdict | undefined {
    const { overdue, judge } = this.#parts;
    const { entry } = turn;
    const until = this.#lateUntil(turn);
    const awaited = turn.sent && entry.exchange.turnaround === undefined;
    if (outcome.kind === 'value' || outcome.kind === 'refused') overdue.extend(entry, until);
    // A damaged answer was recognised by its head and length: it has come. Everything else may still come.
    else if (awaited && !(outcome.kind === 'failed' && outcome.reason === 'damaged'))
      overdue.add(entry, until);
    if (outcome.kind === 'failed' && outcome.reason === 'doubted') {
      // Not an attempt that failed.
      entry.attempts -= 1;
      return undefined;
    }
    return judge.verdict(turn, outcome);
  }

  /** Until when the answer to an attempt may come, however the attempt ended: that depends on when it was asked. */
  #lateUntil({ entry, sentAt, sent }: Turn): number {
    const { clock, lateWindow } = this.#parts;
    const window = lateWindow(entry);
    const now = clock.now();
    return sent && window > 0 ? Math.max(now, sentAt + entry.timeout) + window : now + window;
  }

  #setDeadline(milliseconds: number, action: () => void): void {
    this.#clearDeadline();
    this.#deadline = this.#parts.clock.setTimer(action, milliseconds);
  }

  #clearDeadline(): void {
    if (this.#deadline !== undefined) this.#parts.clock.clearTimer(this.#deadline);
    this.#deadline = undefined;
  }
}
