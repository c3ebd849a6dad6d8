import type { Clock, Timer } from './clock.js';
import type { Connection } from './connection.js';
import type { Counters } from './counters.js';
import { DeviceError, ReplyError, TransportError } from './errors.js';
import { FOREIGN, TAKEN } from './exchange.js';
import type { Framing } from './framing.js';
import type { Judge, Verdict } from './judge.js';
import type { QueuedExchange } from './queued-exchange.js';
import { Receiver } from './receiver.js';
import type { TraceEvent, TraceKind } from './trace.js';
import type { Transport } from './transport.js';
import { type Outcome, Turn } from './turn.js';
import { WriteQueue } from './write-queue.js';

interface MultiplexerParts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly connection: Connection;
  readonly counters: Counters;
  readonly judge: Judge;
  /** Questions that may be open at once; `auto` begins with 16 and falls to 1 where the peer can't cope. */
  readonly inFlight: number | 'auto';
  readonly lateWindow: (entry: QueuedExchange) => number;
  readonly trace: (event: TraceEvent) => void;
  readonly traced: () => boolean;
}

/** Bytes at the front of a frame in which its identifier stands. */
const ID_BYTES = 2;
/** How many questions `auto` begins with; the messaging guide advertises 1 to 16. */
const AUTO_IN_FLIGHT = 16;
/** Answers to several open questions, after which a lost connection is not taken for a sign of being overtaxed. */
const COPED = 32;

/**
 * Several questions open at once on one connection, told apart by the identifier that each answer repeats.
 *
 *     ask 7 ──▶ ask 8 ──▶      ◀── answer 8 ◀── answer 7          in any order
 *
 * The identifier of a question that was given up is not used again while its answer may still come; when it comes it is
 * dropped and counted. Within a unit, nothing is asked while a write is open, and no write while anything is.
 */
export class Multiplexer {
  readonly #parts: MultiplexerParts;
  readonly #open = new Map<number, Turn>();
  readonly #overdue = new Map<number, { until: number; label: string; unit: number }>();
  readonly #receiver: Receiver;
  readonly #writes: WriteQueue;
  #framing: Framing | undefined;
  /** When the frame that is still incomplete began. */
  #unfinishedSince: number | undefined;
  #nextId = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  /** Answers since the latest loss that came while other questions were open. */
  #coped = 0;
  /** Length of the datagram that is being looked at: it must be one frame and nothing else. */
  #wholeLength: number | undefined;
  #limit: number;

  constructor(parts: MultiplexerParts) {
    this.#parts = parts;
    this.#limit = parts.inFlight === 'auto' ? AUTO_IN_FLIGHT : parts.inFlight;
    this.#writes = new WriteQueue(parts.transport, parts.clock);
    this.#receiver = new Receiver({
      frame: bytes => this.#frame(bytes),
      noise: bytes => this.#noise(bytes),
      broken: bytes => this.#broken(bytes),
    });
  }

  /** Questions that are open. */
  get open(): number {
    return this.#open.size;
  }

  /** True when an exchange has to wait for others to end. */
  mustWait({ exchange }: QueuedExchange): boolean {
    if (this.#open.size >= this.#limit) return true;
    for (const { entry: other } of this.#open.values()) {
      if (other.exchange.unit !== exchange.unit) continue;
      // A unit that needs a rest between two questions can't have two at once.
      if (exchange.minGap !== undefined || !other.exchange.repeatable || !exchange.repeatable) return true;
    }
    return false;
  }

  /** Attempts an exchange once. Undefined: it is worth another attempt, when its turn comes again. */
  async run(entry: QueuedExchange): Promise<Verdict | undefined> {
    const { clock, judge } = this.#parts;
    entry.startedAt ??= clock.now();
    const turn = new Turn(entry);
    if (entry.signal?.aborted) return judge.verdict(turn, { kind: 'failed', reason: 'aborted' });
    const id = this.#freeId(entry);
    this.#open.set(id, turn);
    const timer = this.#ask(turn, id);
    const outcome = await turn.outcome;
    clock.clearTimer(timer);
    this.#close(turn, id, outcome);
    return judge.verdict(turn, outcome);
  }

  /** Where the next chunk may be put; good until `release`. */
  space(): Uint8Array {
    return this.#receiver.space();
  }

  receive(chunk: Uint8Array): void {
    this.#heardAt = this.#parts.clock.now();
    const { datagrams } = this.#parts.transport.medium;
    this.#wholeLength = datagrams ? chunk.length : undefined;
    this.#receiver.receive(chunk, this.#framing);
    if (datagrams) this.#dropRest();
    if (this.#receiver.unreadLength === 0) this.#unfinishedSince = undefined;
    else this.#unfinishedSince ??= this.#parts.clock.now();
  }

  /** Ends the question of a caller who gave it up. */
  abort(entry: QueuedExchange): void {
    for (const turn of this.#open.values()) {
      if (turn.entry === entry) turn.settle({ kind: 'failed', reason: 'aborted' });
    }
  }

  /** The connection went away under all open questions. */
  lost(error: Error): void {
    if (this.#open.size > 1 && this.#coped < COPED) this.#fallBack();
    this.#coped = 0;
    for (const turn of [...this.#open.values()]) turn.settle({ kind: 'lost', error });
    this.#dropRest();
    this.#writes.reset();
  }

  /** The line is being closed. */
  interrupt(error: Error): void {
    for (const turn of [...this.#open.values()]) turn.settle({ kind: 'refused', error });
    this.#writes.reset();
  }

  release(): void {
    this.#receiver.release();
  }

  #ask(turn: Turn, id: number): Timer {
    const { clock, counters, connection } = this.#parts;
    const { exchange, timeout } = turn.entry;
    this.#framing = exchange.framing;
    const bytes = exchange.framing.multiplex!.tag(exchange.request, id);
    turn.sent = true;
    turn.sentAt = clock.now();
    turn.entry.attempts += 1;
    counters.of(exchange.unit).sent += 1;
    this.#trace('sent', 'request', bytes, exchange.label);
    this.#writes.push(bytes, (error: unknown) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      turn.settle({ kind: 'lost', error: reason });
      if (connection.state === 'open') void connection.abandon(reason);
    });
    const { turnaround } = exchange;
    return turnaround === undefined
      ? clock.setTimer(() => this.#timeout(turn, id), timeout)
      : clock.setTimer(() => turn.settle({ kind: 'value', value: exchange.unanswered }), turnaround);
  }

  /** Nobody answered. A connection that takes no bytes, or has begun an answer and does not end it, is of no use any more. */
  #timeout(turn: Turn, id: number): void {
    const { connection, transport } = this.#parts;
    const { timeout } = turn.entry;
    const { unread, unreadLength } = this.#receiver;
    if (unreadLength >= ID_BYTES && this.#framing?.multiplex?.idOf(unread) === id) turn.hear(unread);
    const stalled = this.#writes.stalledFor >= timeout;
    turn.settle({ kind: 'failed', reason: stalled ? 'write-stalled' : 'timeout' });
    const { datagrams, name } = transport.medium;
    if (connection.state !== 'open') return;
    if (stalled) void connection.abandon(new TransportError('write-failed', `${name} accepts no bytes`));
    else if (!datagrams && this.#unfinishedFor >= timeout)
      void connection.abandon(
        new TransportError('disconnected', `${name} began an answer and did not end it`),
      );
    else if (!datagrams) connection.unanswered(turn.sentAt);
  }

  /** Milliseconds for which the beginning of a frame has waited for its rest. */
  get #unfinishedFor(): number {
    return this.#unfinishedSince === undefined ? 0 : this.#parts.clock.now() - this.#unfinishedSince;
  }

  /** The question is closed; if its answer may still come, its identifier rests. */
  #close(turn: Turn, id: number, outcome: Outcome): void {
    this.#open.delete(id);
    const { exchange } = turn.entry;
    if (outcome.kind === 'value' || outcome.kind === 'refused' || exchange.turnaround !== undefined) return;
    const timedOut = outcome.kind === 'failed' && outcome.reason === 'timeout';
    // A unit that has never answered is silent by itself, and not because of the others.
    const known = this.#parts.counters.of(exchange.unit).answered > 0;
    // Where nothing at all is heard, it is the connection that is silent.
    const heard = this.#heardAt >= turn.sentAt;
    if (timedOut && known && heard && this.#open.size > 0) this.#fallBack();
    this.#forgetExpired();
    const until = this.#parts.clock.now() + this.#parts.lateWindow(turn.entry);
    this.#overdue.set(id, { until, label: exchange.label, unit: exchange.unit });
  }

  /** The peer does not cope with several questions at once, or that is how it looks. */
  #fallBack(): void {
    if (this.#parts.inFlight === 'auto') this.#limit = 1;
  }

  #frame(bytes: Uint8Array): void {
    this.#unfinishedSince = undefined;
    if (this.#wholeLength !== undefined && bytes.length !== this.#wholeLength) {
      this.#noise(bytes);
      return;
    }
    const id = this.#framing!.multiplex!.idOf(bytes);
    const turn = this.#open.get(id);
    if (turn === undefined || turn.settled) this.#unasked(bytes, id);
    else this.#judgeFrame(bytes, turn);
  }

  #judgeFrame(bytes: Uint8Array, turn: Turn): void {
    const { exchange } = turn.entry;
    const { label } = exchange;
    try {
      const value = exchange.accept(bytes);
      // Only an error shows what was heard.
      if (typeof value === 'symbol') turn.hear(bytes);
      if (value === FOREIGN) {
        this.#trace('received', 'foreign', bytes, label);
        const unit = this.#framing?.unitOf(bytes) ?? exchange.unit;
        this.#parts.counters.of(unit).foreign += 1;
        if (unit !== exchange.unit) turn.strangers.add(unit);
        return;
      }
      this.#trace('received', 'reply', bytes, label);
      if (value === TAKEN) return;
      if (this.#open.size > 1) this.#coped += 1;
      turn.settle({ kind: 'value', value });
    } catch (error) {
      turn.hear(bytes);
      const wrong = error instanceof ReplyError;
      if (wrong) this.#parts.counters.of(exchange.unit).wrong += 1;
      if (error instanceof DeviceError && this.#open.size > 1) this.#refusedAmongOthers(error);
      this.#trace('received', wrong ? 'wrong' : 'reply', bytes, label);
      turn.settle({ kind: 'refused', error });
    }
  }

  /** A device that says that it is busy while several questions are open is asked one by one from then on. */
  #refusedAmongOthers(error: DeviceError): void {
    if (error.busy) this.#fallBack();
  }

  #unasked(bytes: Uint8Array, id: number): void {
    const late = this.#overdue.get(id);
    if (late !== undefined && late.until > this.#parts.clock.now()) {
      this.#overdue.delete(id);
      this.#parts.counters.of(late.unit).late += 1;
      this.#trace('received', 'late', bytes, late.label);
      return;
    }
    const unit = this.#framing?.unitOf(bytes);
    if (unit !== undefined) this.#parts.counters.of(unit).foreign += 1;
    this.#trace('received', 'foreign', bytes);
  }

  #noise(bytes: Uint8Array): void {
    this.#parts.counters.noiseBytes += bytes.length;
    this.#trace('received', 'noise', bytes);
  }

  /** What came can't be cut into frames any more: nothing on this connection can be believed. */
  #broken(bytes: Uint8Array): void {
    this.#noise(bytes);
    if (this.#parts.transport.medium.datagrams) return;
    const error = new TransportError('disconnected', 'the stream is no Modbus TCP', {
      hint: 'Is it a serial device server? Then use rtu+tcp:// (or ascii+tcp://).',
    });
    void this.#parts.connection.abandon(error);
  }

  #dropRest(): void {
    const { unreadLength, unread } = this.#receiver;
    if (unreadLength > 0) this.#noise(unread);
    this.#receiver.clear();
    this.#unfinishedSince = undefined;
  }

  #forgetExpired(): void {
    const now = this.#parts.clock.now();
    for (const [id, { until }] of this.#overdue) if (until <= now) this.#overdue.delete(id);
  }

  /** The next identifier that is neither open nor overdue. */
  #freeId(entry: QueuedExchange): number {
    const { identifiers } = entry.exchange.framing.multiplex!;
    const now = this.#parts.clock.now();
    for (let tries = 0; tries < identifiers; tries += 1) {
      const id = this.#nextId;
      this.#nextId = (id + 1) % identifiers;
      const overdue = this.#overdue.get(id);
      if (overdue !== undefined && overdue.until <= now) this.#overdue.delete(id);
      if (!this.#open.has(id) && !this.#overdue.has(id)) return id;
    }
    throw new TransportError('disconnected', 'every transaction identifier is still awaited');
  }

  #trace(direction: 'sent' | 'received', kind: TraceKind, bytes: Uint8Array, label?: string): void {
    if (!this.#parts.traced()) return;
    const { clock, transport } = this.#parts;
    const framing = this.#framing;
    const medium = transport.medium.name;
    this.#parts.trace({ time: clock.now(), direction, kind, bytes: bytes.slice(), framing, medium, label });
  }
}
