import type { Expectation } from '@bus/codec';
import { Alarm } from './alarm.js';
import { BATCH_TIME } from './batch-time.js';
import type { Clock } from './clock.js';
import type { Counters } from './counters.js';
import type { EchoFilter } from './echo.js';
import { DeviceError, ReplyError } from './errors.js';
import { type Exchange, FOREIGN, TAKEN } from './exchange.js';
import type { Framing } from './framing.js';
import type { Overdue } from './overdue.js';
import type { QueuedExchange } from './queued-exchange.js';
import { Receiver } from './receiver.js';
import { RecentAnswers, sameBytes } from './recent-answers.js';
import type { TraceEvent, TraceKind } from './trace.js';
import type { Medium } from './transport.js';
import type { Turn } from './turn.js';

interface ReceptionParts {
  readonly clock: Clock;
  readonly medium: Medium;
  readonly counters: Counters;
  readonly overdue: Overdue;
  readonly echo: EchoFilter;
  readonly lateWindow: (entry: QueuedExchange) => number;
  readonly trace: (event: TraceEvent) => void;
  /** False when nobody listens to the trace, so that no copies are made for it. */
  readonly traced: () => boolean;
}

const NOTHING_AWAITED: readonly Expectation[] = [];

/**
 * Everything that is heard passes here once, and each byte is given exactly one meaning: echo, the answer, a late answer
 * to an earlier question, foreign, wrong, damaged, noise or stale.
 */
export class Reception {
  readonly #parts: ReceptionParts;
  readonly #receiver: Receiver;
  #turn: Turn | undefined;
  #framing: Framing | undefined;
  readonly #silence: Alarm;
  #quietSince: number;
  /** Length of the datagram that is being looked at: a frame is all of it, or none. */
  #wholeLength: number | undefined;
  readonly #recent: RecentAnswers;
  /** Called when an overdue answer has come, so that what waited for it may go on. */
  onOverdueClaimed: (() => void) | undefined;

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
    this.#quietSince = parts.clock.now();
    this.#recent = new RecentAnswers(parts.medium);
    this.#silence = new Alarm(parts.clock, () => this.#silent());
    this.#receiver = new Receiver({
      frame: bytes => this.#frame(bytes),
      noise: (bytes, damaged) => this.#noise(bytes, damaged),
    });
  }

  /** When the last byte was sent or heard. */
  get quietSince(): number {
    return this.#quietSince;
  }

  /** When a call's question may be sent without meeting a copy of the answer before; a time that has passed: at once. */
  clearOfCopies({ exchange, repeatable }: QueuedExchange, now: number): number {
    return this.#recent.clearFor(exchange, repeatable, now);
  }

  /** The port was opened: nobody knows what was on the line before. */
  opened(): void {
    this.#quietSince = this.#parts.clock.now();
  }

  /** The last byte of a request left, or will have left, at `time`. */
  transmitted(time: number): void {
    this.#quietSince = Math.max(this.#quietSince, time);
  }

  /** From now on the answer to `turn` is listened for; what was heard before is stale. */
  begin(turn: Turn): void {
    const { exchange } = turn.entry;
    this.#dropStale();
    this.#turn = turn;
    this.#framing = exchange.framing;
    this.#parts.echo.begin(exchange.request);
    const { overdue } = this.#parts;
    // The same list again costs nothing.
    this.#receiver.expect(
      overdue.size === 0 ? exchange.expectations : [...exchange.expectations, ...overdue.expectations()],
    );
    this.trace('sent', 'request', exchange.request);
  }

  /** The turn is over; what comes now is late or foreign. */
  end(turn: Turn): void {
    if (this.#turn !== turn) return;
    const { echo, overdue } = this.#parts;
    const { request } = turn.entry.exchange;
    if (echo.taking && echo.heard > 0 && echo.heard < request.length) {
      this.trace('received', 'echo', request.subarray(0, echo.heard));
    }
    this.#turn = undefined;
    this.#receiver.expect(overdue.size === 0 ? NOTHING_AWAITED : overdue.expectations());
  }

  /** True when the echo of a turn's question has not come, and may come. */
  mayHearEchoOf(turn: Turn): boolean {
    return !turn.echoHeard && this.#parts.echo.present !== false;
  }

  /** The connection is gone, and with it the rest of what was being received. */
  reset(): void {
    this.#silence.cancel();
    this.#dropStale();
  }

  /** The line is closed: the receive window is given back. */
  release(): void {
    this.reset();
    this.#receiver.release();
  }

  /** Where the next chunk may be put; good until `release`. */
  space(): Uint8Array {
    return this.#receiver.space();
  }

  /** @param now the time on the clock. */
  receive(chunk: Uint8Array, now: number): void {
    this.#quietSince = Math.max(this.#quietSince, now);
    const rest = this.#listening ? this.#withoutEcho(chunk, this.#turn!) : chunk;
    if (this.#parts.medium.datagrams) this.#datagram(rest);
    else if (rest.length > 0) this.#receiver.receive(rest, this.#framing);
    this.#watchSilence();
  }

  /** What is left of a datagram never continues in the next one. */
  #datagram(bytes: Uint8Array): void {
    this.#wholeLength = bytes.length;
    this.#receiver.receive(bytes, this.#framing);
    this.flush();
    this.#dropStale();
    this.#wholeLength = undefined;
  }

  /** Gives up what only more bytes could complete. */
  flush(): void {
    if (this.#framing !== undefined) this.#receiver.silent(this.#framing);
  }

  trace(
    direction: 'sent' | 'received',
    kind: TraceKind,
    bytes: Uint8Array,
    label = this.#turn?.entry.exchange.label,
  ): void {
    if (!this.#parts.traced()) return;
    this.#parts.trace({
      time: this.#parts.clock.now(),
      direction,
      kind,
      bytes: bytes.slice(),
      framing: this.#framing,
      medium: this.#parts.medium.name,
      label,
    });
  }

  get #listening(): boolean {
    return this.#turn !== undefined && !this.#turn.settled;
  }

  #withoutEcho(chunk: Uint8Array, turn: Turn): Uint8Array {
    turn.hear(chunk);
    const { echo, counters } = this.#parts;
    const { request } = turn.entry.exchange;
    const { taken, mismatch } = echo.take(chunk);
    if (mismatch) {
      if (echo.heard > 0) this.trace('received', 'echo', request.subarray(0, echo.heard));
      this.#noise(chunk.subarray(taken), false);
      turn.settle({ kind: 'failed', reason: 'echo-mismatch' });
      return chunk.subarray(chunk.length);
    }
    if (taken > 0 && echo.heard === request.length) {
      counters.echoes += 1;
      turn.echoHeard = true;
      this.trace('received', 'echo', request);
    }
    return taken === 0 ? chunk : chunk.subarray(taken);
  }

  #frame(bytes: Uint8Array): void {
    if (this.#wholeLength !== undefined && bytes.length !== this.#wholeLength) {
      this.#noise(bytes, false);
      return;
    }
    const turn = this.#turn;
    const open = turn !== undefined && !turn.settled;
    if ((open && this.#isEcho(bytes, turn)) || this.#isLateEcho(bytes)) this.trace('received', 'echo', bytes);
    else if (open) this.#judge(bytes, turn);
    else this.#unasked(bytes, turn);
  }

  /** Recognises a whole copy of the request where no echo is taken off the front. */
  #isEcho(bytes: Uint8Array, turn: Turn): boolean {
    const { echo, counters } = this.#parts;
    if (echo.taking || !sameBytes(bytes, turn.entry.exchange.request)) return false;
    if (answersItself(turn.entry.exchange)) {
      // With `auto` and nothing learned yet, a first copy proves nothing; a second one proves both.
      if (echo.present === false) return false;
      if (turn.copyHeld) {
        echo.learn(true);
        turn.copyHeld = false;
        return false;
      }
      turn.copyHeld = true;
    } else echo.learn(true);
    counters.echoes += 1;
    turn.echoHeard = true;
    return true;
  }

  #judge(bytes: Uint8Array, turn: Turn): void {
    const { exchange } = turn.entry;
    try {
      const value = exchange.accept(bytes);
      if (value === FOREIGN) this.#unasked(bytes, turn);
      else if (value === TAKEN) this.trace('received', 'reply', bytes);
      else {
        if (!turn.echoHeard) this.#parts.echo.learn(false);
        if (this.#doubts(bytes, turn)) return;
        this.trace('received', 'reply', bytes);
        turn.settle({ kind: 'value', value });
      }
    } catch (error) {
      this.#refused(bytes, turn, error);
    }
  }

  #refused(bytes: Uint8Array, turn: Turn, error: unknown): void {
    const late = this.#claim(bytes, turn.entry);
    if (late !== undefined) {
      if (error instanceof DeviceError) turn.doubtfulRefusal = true;
      this.#countLate(bytes, late);
    } else if (error instanceof ReplyError) {
      turn.wrong = error;
      this.#parts.counters.of(turn.entry.exchange.unit).wrong += 1;
      this.trace('received', 'wrong', bytes);
    } else {
      if (turn.copyHeld) turn.copyHeld = false;
      // Refusals of several questions are all the same: to doubt them would double the time of every search.
      this.#doubts(bytes, turn, true);
      this.trace('received', 'reply', bytes);
      turn.settle({ kind: 'refused', error });
    }
  }

  /** A sound frame that answers no open question: overdue, or none of ours. */
  #unasked(bytes: Uint8Array, turn: Turn | undefined): void {
    if (this.#isCopy(bytes)) {
      this.trace('received', 'late', bytes);
      return;
    }
    const late = this.#claim(bytes, turn?.settled ? undefined : turn?.entry);
    if (late !== undefined) {
      // It may be sent twice as well.
      this.#recent.take(bytes, late, this.#parts.clock.now());
      this.#countLate(bytes, late);
      return;
    }
    const unit = this.#framing?.unitOf(bytes);
    if (unit !== undefined) {
      this.#parts.counters.of(unit).foreign += 1;
      if (unit !== turn?.entry.exchange.unit) turn?.hearStranger(unit);
    }
    this.trace('received', 'foreign', bytes);
  }

  /** The echo of a question that was given up before it came says nothing of that question's answer. */
  #isLateEcho(bytes: Uint8Array): boolean {
    const { counters, overdue } = this.#parts;
    if (!overdue.isEcho(bytes)) return false;
    counters.echoes += 1;
    return true;
  }

  /** The question whose overdue answer this is. */
  #claim(bytes: Uint8Array, current: QueuedExchange | undefined): Exchange<unknown> | undefined {
    const { clock, overdue } = this.#parts;
    if (overdue.size === 0) return undefined;
    overdue.expire(clock.now());
    return overdue.claim(bytes, current);
  }

  /**
   * A second copy of a recent answer. It is not taken for the answer to a repeated question, which
   * stays overdue: a device that answers twice would otherwise stay one answer behind.
   */
  #isCopy(bytes: Uint8Array): boolean {
    const { clock, overdue } = this.#parts;
    if (!this.#recent.mayBeCopy(bytes, clock.now())) return false;
    // It may also be the other answer to a question that was repeated.
    if (overdue.size === 0) this.#recent.copySeen(clock.now());
    return true;
  }

  /** True when an answer is not believed yet, because it may be a copy of a recent one; otherwise it is remembered. */
  #doubts(bytes: Uint8Array, turn: Turn, refusal = false): boolean {
    const { entry } = turn;
    const { exchange, doubted } = entry;
    const now = this.#parts.clock.now();
    const behind = this.#recent.isBehind(exchange, now);
    if (doubted !== undefined) {
      if (sameBytes(bytes, doubted)) this.#parts.overdue.forgetOne(entry);
      // The value may have changed meanwhile; if not, one more answer follows as soon as this one did.
      else if (behind) turn.otherBy = now + 2 * (now - entry.startedAt!) + BATCH_TIME;
      else this.#recent.copySeen(now);
      this.#recent.caughtUp();
    } else if (!refusal && entry.repeatable && (behind || this.#recent.isDoubtful(bytes, exchange, now))) {
      entry.doubted = bytes.slice();
      this.trace('received', 'late', bytes);
      turn.settle({ kind: 'failed', reason: 'doubted' });
      return true;
    }
    if (this.#recent.mayFallBehind(bytes, exchange, now, refusal))
      this.#recent.fallBehind(exchange, now + entry.timeout + this.#parts.lateWindow(entry));
    this.#recent.take(bytes, exchange, now);
    return false;
  }

  #countLate(bytes: Uint8Array, exchange: Exchange<unknown>): void {
    this.#parts.counters.of(exchange.unit).late += 1;
    this.trace('received', 'late', bytes, exchange.label);
    this.onOverdueClaimed?.();
  }

  #noise(bytes: Uint8Array, damaged: boolean): void {
    this.#parts.counters.noiseBytes += bytes.length;
    if (damaged && this.#listening) this.#damaged(bytes, this.#turn!);
    this.trace('received', damaged ? 'damaged' : 'noise', bytes);
  }

  /** An awaited answer came damaged: that of the turn, or one that is overdue. */
  #damaged(bytes: Uint8Array, turn: Turn): void {
    const { counters, overdue } = this.#parts;
    const { exchange } = turn.entry;
    if (overdue.holdsOther(turn.entry)) {
      if (!exchange.expectations.some(({ head }) => contains(bytes, head))) return;
      turn.damageDoubtful = true;
    }
    turn.damaged = true;
    counters.of(exchange.unit).checksumErrors += 1;
  }

  #dropStale(): void {
    if (this.#receiver.unreadLength > 0) {
      const { unread } = this.#receiver;
      this.#parts.counters.staleBytes += unread.length;
      this.trace('received', 'stale', unread);
    }
    this.#receiver.clear();
  }

  /** Unfinished input, or a damaged answer, is decided when nothing follows it. */
  #watchSilence(): void {
    this.#silence.cancel();
    const damaged = this.#listening && this.#turn!.damaged;
    if (this.#framing === undefined || (this.#receiver.unreadLength === 0 && !damaged)) return;
    const { clock, medium } = this.#parts;
    this.#silence.by(clock.now() + this.#framing.silence(medium));
  }

  #silent(): void {
    this.flush();
    if (this.#listening && this.#turn!.damaged) this.#turn!.settle({ kind: 'failed', reason: 'damaged' });
  }
}

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= bytes.length; at += 1)
    if (part.every((byte, index) => byte === bytes[at + index])) return true;
  return false;
}

/** True when a copy of the question would pass for its answer. */
function answersItself(exchange: Exchange<unknown>): boolean {
  try {
    return exchange.accept(exchange.request) !== FOREIGN;
  } catch {
    return false;
  }
}
