import { createScanner } from '@bus/codec/js';
import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import type { Counters } from './counters.js';
import { DeviceError, ReplyError, TransportError } from './errors.js';
import { FOREIGN, TAKEN } from './exchange.js';
import type { Framing } from './framing.js';
import type { Judge, Verdict } from './judge.js';
import { OpenTurn } from './open-turn.js';
import { OpenTurns } from './open-turns.js';
import type { QueuedExchange } from './queued-exchange.js';
import { Receiver } from './receiver.js';
import { RestingIds } from './resting-ids.js';
import type { TraceEvent, TraceKind } from './trace.js';
import type { Transport } from './transport.js';
import type { Outcome } from './turn.js';
import { WriteQueue } from './write-queue.js';

export interface MultiplexerParts {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly connection: Connection;
  readonly counters: Counters;
  readonly judge: Judge;
  /** Questions that may be open at once; `auto` begins with 16 and falls to 1 where the peer can't cope. */
  readonly inFlight: number | 'auto';
  readonly lateWindow: (entry: QueuedExchange) => number;
  /** Told what became of each attempt. Undefined: it is worth another one, when its turn comes again. */
  readonly attempted: (entry: QueuedExchange, verdict: Verdict | undefined) => void;
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
  readonly #open: OpenTurns;
  readonly #resting = new RestingIds();
  readonly #receiver: Receiver;
  readonly #writes: WriteQueue<OpenTurn>;
  readonly #alarm: Alarm;
  /** Open questions that must not be asked twice, among which nothing else of their unit is asked. */
  #openWrites = 0;
  #framing: Framing | undefined;
  /** When the frame that is still incomplete began. */
  #unfinishedSince: number | undefined;
  #nextId = 0;
  /** When an exchange was run last. */
  #ranAt = Number.NEGATIVE_INFINITY;
  #heardAt = Number.NEGATIVE_INFINITY;
  /** Answers since the latest loss that came while other questions were open. */
  #coped = 0;
  /** Length of the datagram that is being looked at: it must be one frame and nothing else. */
  #wholeLength: number | undefined;
  #limit: number;

  constructor(parts: MultiplexerParts) {
    this.#parts = parts;
    this.#limit = parts.inFlight === 'auto' ? AUTO_IN_FLIGHT : parts.inFlight;
    this.#open = new OpenTurns(this.#limit);
    this.#writes = new WriteQueue(parts.transport, parts.clock, (turn, error) =>
      this.#writeFailed(turn, error),
    );
    this.#alarm = new Alarm(parts.clock, now => this.#expire(now));
    const events = {
      frame: (bytes: Uint8Array) => this.#frame(bytes),
      noise: (bytes: Uint8Array) => this.#noise(bytes),
      broken: (bytes: Uint8Array) => this.#broken(bytes),
    };
    // Frames with an identifier tell their length as well: both scanners take them off the stream in the same way.
    this.#receiver = new Receiver(events, createScanner);
  }

  /** Questions that are open. */
  get open(): number {
    return this.#open.size;
  }

  /** True when an exchange has to wait for others to end. */
  mustWait({ exchange }: QueuedExchange): boolean {
    if (this.#open.size >= this.#limit) return true;
    if (exchange.repeatable && exchange.minGap === undefined && this.#openWrites === 0) return false;
    for (const { entry: other } of this.#open.all()) {
      if (other.exchange.unit !== exchange.unit) continue;
      // A unit that needs a rest between two questions can't have two at once.
      if (exchange.minGap !== undefined || !other.exchange.repeatable || !exchange.repeatable) return true;
    }
    return false;
  }

  /**
   * Attempts an exchange once; its request is written by `flush`. `attempted` may be told before this returns.
   *
   * @throws {TransportError} every identifier is in use; nothing was begun.
   */
  run(entry: QueuedExchange): void {
    const { clock, judge } = this.#parts;
    const now = clock.now();
    this.#ranAt = now;
    entry.startedAt ??= now;
    const id = this.#freeId(entry, now);
    const bytes = entry.exchange.framing.multiplex!.tag(entry.exchange.request, id);
    const deadline = now + (entry.exchange.turnaround ?? entry.timeout);
    const turn = new OpenTurn(entry, id, bytes, deadline, this.#ended);
    if (entry.signal?.aborted)
      this.#parts.attempted(entry, judge.verdict(turn, { kind: 'failed', reason: 'aborted' }, now));
    else this.#ask(turn, now);
  }

  /** Writes what the exchanges that were run since the last call have to say. */
  flush(): void {
    this.#writes.flush(this.#ranAt);
  }

  /** Where the next chunk may be put; good until `release`. */
  space(): Uint8Array {
    return this.#receiver.space();
  }

  /** @param now the time on the clock. */
  receive(chunk: Uint8Array, now: number): void {
    this.#heardAt = now;
    const { datagrams } = this.#parts.transport.medium;
    this.#wholeLength = datagrams ? chunk.length : undefined;
    this.#receiver.receive(chunk, this.#framing);
    if (datagrams) this.#dropRest();
    if (this.#receiver.unreadLength === 0) this.#unfinishedSince = undefined;
    else this.#unfinishedSince ??= this.#heardAt;
  }

  /** Ends the question of a caller who gave it up. */
  abort(entry: QueuedExchange): void {
    for (const turn of this.#open.all()) {
      if (turn.entry !== entry) continue;
      if (this.#writes.withdraw(turn)) turn.sent = false;
      turn.settle({ kind: 'failed', reason: 'aborted' });
    }
  }

  /** The connection went away under all open questions. */
  lost(error: Error): void {
    if (this.#overtaxed) this.#fallBack();
    this.#coped = 0;
    for (const turn of this.#open.all()) turn.settle({ kind: 'lost', error });
    this.#dropRest();
    this.#writes.reset();
  }

  /** The line is being closed. */
  interrupt(error: Error): void {
    for (const turn of this.#open.all()) turn.settle({ kind: 'refused', error });
    this.#writes.reset();
  }

  /** The connection is not open: nothing is waited for. */
  rest(): void {
    if (this.#open.size === 0) this.#alarm.cancel();
    // The next connection begins with a frame.
    this.#dropRest();
  }

  release(): void {
    this.#receiver.release();
  }

  #ask(turn: OpenTurn, now: number): void {
    const { entry } = turn;
    const { exchange } = entry;
    this.#framing = exchange.framing;
    this.#open.add(turn);
    if (!exchange.repeatable) this.#openWrites += 1;
    turn.sent = true;
    turn.sentAt = now;
    entry.attempts += 1;
    this.#parts.counters.of(exchange.unit).sent += 1;
    this.#alarm.by(turn.deadline);
    this.#trace('sent', 'request', turn.bytes, exchange.label);
    this.#writes.push(turn);
  }

  #writeFailed(turn: OpenTurn, error: Error): void {
    const { connection } = this.#parts;
    turn.settle({ kind: 'lost', error });
    if (connection.state === 'open') void connection.abandon(error);
  }

  /** Some questions may have been open for long enough. */
  #expire(now: number): void {
    for (const turn of this.#open.all()) {
      if (turn.settled) continue;
      if (turn.deadline > now) this.#alarm.by(turn.deadline);
      else if (turn.entry.exchange.turnaround === undefined) this.#timeout(turn, now);
      else turn.settle({ kind: 'value', value: turn.entry.exchange.unanswered });
    }
  }

  /** Nobody answered. A connection that takes no bytes, or has begun an answer and does not end it, is of no use any more. */
  #timeout(turn: OpenTurn, now: number): void {
    const { connection } = this.#parts;
    const { timeout } = turn.entry;
    const { unread, unreadLength } = this.#receiver;
    if (unreadLength >= ID_BYTES && this.#framing?.multiplex?.idOf(unread) === turn.id) turn.hear(unread);
    const stalled = this.#writes.stalledFor(now) >= timeout;
    const overtaxed = this.#overtaxed;
    turn.settle({ kind: 'failed', reason: stalled ? 'write-stalled' : 'timeout' });
    if (connection.state === 'open' && this.#givesUp(turn, stalled, now) && overtaxed) this.#fallBack();
  }

  /** True when nothing more is to be expected from a connection that looks open: it is closed then. */
  #givesUp({ sentAt, entry }: OpenTurn, stalled: boolean, now: number): boolean {
    const { connection, transport } = this.#parts;
    const { datagrams, name } = transport.medium;
    if (!stalled && datagrams) return false;
    if (!stalled && now - (this.#unfinishedSince ?? now) < entry.timeout)
      return connection.unanswered(sentAt);
    const fault = stalled ? 'accepts no bytes' : 'began an answer and did not end it';
    const code = stalled ? 'write-failed' : 'disconnected';
    void connection.abandon(new TransportError(code, `${name} ${fault}`));
    return true;
  }

  /** True when a connection that ends now may have had too many questions open at once. */
  get #overtaxed(): boolean {
    return this.#open.size > 1 && this.#coped < COPED;
  }

  readonly #ended = (turn: OpenTurn, outcome: Outcome): void => {
    this.#close(turn, outcome);
    const { attempted, clock, judge } = this.#parts;
    // A value has just been heard, so nobody has to look at the clock for it.
    const heard = outcome.kind === 'value' && turn.entry.exchange.turnaround === undefined;
    attempted(turn.entry, judge.verdict(turn, outcome, heard ? this.#heardAt : clock.now()));
  };

  /** The question is closed; if its answer may still come, its identifier rests. */
  #close(turn: OpenTurn, outcome: Outcome): void {
    const { id } = turn;
    const { exchange } = turn.entry;
    this.#open.delete(turn);
    if (!exchange.repeatable) this.#openWrites -= 1;
    if (outcome.kind === 'value' || outcome.kind === 'refused' || exchange.turnaround !== undefined) return;
    const timedOut = outcome.kind === 'failed' && outcome.reason === 'timeout';
    // A unit that has never answered is silent by itself, and not because of the others.
    const known = this.#parts.counters.of(exchange.unit).answered > 0;
    // Where nothing at all is heard, it is the connection that is silent.
    const heard = this.#heardAt >= turn.sentAt;
    if (timedOut && known && heard && this.#open.size > 0) this.#fallBack();
    const now = this.#parts.clock.now();
    const window = this.#parts.lateWindow(turn.entry);
    this.#resting.expire(now);
    // Who gave it up early did not make the peer any faster.
    if (window > 0) this.#resting.add(id, exchange, Math.max(now, turn.deadline) + window);
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

  #judgeFrame(bytes: Uint8Array, turn: OpenTurn): void {
    const { exchange } = turn.entry;
    let value: unknown;
    try {
      value = exchange.accept(bytes);
    } catch (error) {
      this.#refused(bytes, turn, error);
      return;
    }
    // Only an error shows what was heard.
    if (typeof value === 'symbol') turn.hear(bytes);
    this.#trace('received', value === FOREIGN ? 'foreign' : 'reply', bytes, exchange.label);
    if (value === FOREIGN) {
      const unit = this.#framing?.unitOf(bytes) ?? exchange.unit;
      this.#parts.counters.of(unit).foreign += 1;
      if (unit !== exchange.unit) turn.hearStranger(unit);
    } else if (value !== TAKEN) {
      if (this.#open.size > 1) this.#coped += 1;
      turn.settle({ kind: 'value', value });
    }
  }

  #refused(bytes: Uint8Array, turn: OpenTurn, error: unknown): void {
    const { exchange } = turn.entry;
    turn.hear(bytes);
    const wrong = error instanceof ReplyError;
    if (wrong) this.#parts.counters.of(exchange.unit).wrong += 1;
    // A device that says that it is busy while several questions are open is asked one by one from then on.
    if (error instanceof DeviceError && error.busy && this.#open.size > 1) this.#fallBack();
    this.#trace('received', wrong ? 'wrong' : 'reply', bytes, exchange.label);
    turn.settle({ kind: 'refused', error });
  }

  #unasked(bytes: Uint8Array, id: number): void {
    const late = this.#resting.claim(id, this.#parts.clock.now());
    if (late !== undefined) {
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

  /** The next identifier that is neither open nor resting. */
  #freeId(entry: QueuedExchange, now: number): number {
    const { identifiers } = entry.exchange.framing.multiplex!;
    for (let tries = 0; tries < identifiers; tries += 1) {
      const id = this.#nextId;
      this.#nextId = (id + 1) % identifiers;
      if (this.#open.hasRoomFor(id) && !this.#resting.has(id, now)) return id;
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
