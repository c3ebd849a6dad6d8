import type { Clock } from './clock.js';
import { Connection, type ConnectionState } from './connection.js';
import { ConnectionGate } from './connection-gate.js';
import { Counters, type LineStatistics } from './counters.js';
import { DeadUnits } from './dead-units.js';
import { EchoFilter } from './echo.js';
import { AbortedError, TransportError } from './errors.js';
import type { Exchange, ExchangeOptions } from './exchange.js';
import { ExchangeWays } from './exchange-ways.js';
import { IdleClose } from './idle-close.js';
import { isAnswer, Judge, type Verdict } from './judge.js';
import { lateWindowOf } from './late-window.js';
import type { LineEvents } from './line-events.js';
import { checkTimes, type LineOptions, type LineSettings, lineSettings } from './line-options.js';
import { Listeners } from './listeners.js';
import { Overdue } from './overdue.js';
import { pause } from './pause.js';
import type { QueuedExchange } from './queued-exchange.js';
import { Reception } from './reception.js';
import { Standstill } from './standstill.js';
import type { TraceEvent } from './trace.js';
import type { Medium, Transport } from './transport.js';
import { TurnQueue } from './turn-queue.js';
import { UnitRest } from './unit-rest.js';
import { watchSignal } from './watch-signal.js';

/** What runs when this microtask is over. */
const SOON = Promise.resolve();

/**
 * One wire, and the only way to speak on it: every exchange of every caller takes its turn here.
 *
 *     take turn → wait for quiet → discard stale → send → drop echo → collect → settle
 *
 * Calls may be made from anywhere at any time; they never meet on the wire. An answer reaches only the question that it
 * belongs to: what comes too late is recognised and dropped.
 *
 * @example
 * const line = new Line(transport, { timeout: 500 });
 * line.on('trace', event => console.error(event.direction, formatHex(event.bytes)));
 * const value = await line.exchange(question);
 * await line.close();
 */
export class Line {
  readonly medium: Medium;
  readonly #options: LineSettings;
  readonly #clock: Clock;
  readonly #counters = new Counters();
  readonly #queue = new TurnQueue();
  readonly #overdue = new Overdue();
  readonly #rest: UnitRest;
  readonly #deadUnits: DeadUnits;
  readonly #idle: IdleClose;
  readonly #connection: Connection;
  readonly #gate: ConnectionGate;
  readonly #reception: Reception;
  readonly #ways: ExchangeWays;
  /** True once exchanges of a multiplexed framing are made: then all that is heard belongs to those. */
  #multiplexed = false;
  readonly #listeners = new Listeners<LineEvents>();
  #running = false;
  /** Calls so far. */
  #calls = 0;
  /** Calls before this one were given up by `close`. */
  #closedBefore = 0;
  readonly #standstill: Standstill;

  constructor(transport: Transport, options: LineOptions = {}) {
    this.#options = lineSettings(options);
    const { clock, deadUnits, idleClose, onLoss, holdTime, inFlight } = this.#options;
    const { medium } = transport;
    this.medium = medium;
    this.#clock = clock;
    this.#deadUnits = new DeadUnits(deadUnits, clock);
    this.#rest = new UnitRest(clock);
    this.#idle = new IdleClose(idleClose, clock, () => void this.#connection.close().catch(() => undefined));
    const connection = new Connection(
      transport,
      {
        space: () => (this.#multiplexed ? this.#ways.several : this.#reception).space(),
        data: (chunk, now) => (this.#multiplexed ? this.#ways.several : this.#reception).receive(chunk, now),
        state: (state, reason) => this.#stateChanged(state, reason),
      },
      this.#options,
    );
    this.#connection = connection;
    // Nothing is spread here: V8 gives each result of that a shape of its own, and reads on many lines take twice as long.
    this.#gate = new ConnectionGate({ clock, connection, onLoss, holdTime });
    const counters = this.#counters;
    const overdue = this.#overdue;
    const echo = new EchoFilter(this.#options.echo);
    const judge = new Judge({ counters, echo, medium });
    const trace = (event: TraceEvent) => this.#listeners.emit('trace', event);
    const traced = () => this.#listeners.has('trace');
    const lateWindow = lateWindowOf(this.#options.lateWindow, medium);
    const reception = new Reception({ clock, medium, counters, overdue, echo, lateWindow, trace, traced });
    this.#reception = reception;
    this.#standstill = new Standstill({ clock, overdue, rest: this.#rest, reception });
    this.#ways = new ExchangeWays({
      clock,
      transport,
      counters,
      connection,
      judge,
      lateWindow,
      overdue,
      reception,
      inFlight,
      ended: (entry, verdict) => this.#turnEnded(entry, verdict),
      attempted: (entry, verdict) => this.#attempted(entry, verdict),
      trace,
      traced,
    });
  }

  /** Counters since the line was made. */
  get statistics(): LineStatistics {
    return this.#counters;
  }

  /** State of the connection. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Calls that wait for their turn. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Milliseconds that an exchange waits for its answer unless told otherwise. */
  get timeout(): number {
    return this.#options.timeout;
  }

  /**
   * Opens the connection now, instead of at the first exchange.
   *
   * @throws {TransportError} `open-failed` or `driver-missing`.
   */
  open(): Promise<void> {
    return this.#connection.open();
  }

  /** For logs: the medium and the state of the connection. */
  toString(): string {
    return `Line(${this.medium.name}, ${this.state})`;
  }

  /** For diagnostics: medium, state, settings and counters, as plain data. */
  toJSON(): object {
    const { clock, random, ...settings } = this.#options;
    const { units, noiseBytes, staleBytes, echoes, losses } = this.#counters;
    const statistics = { units: Object.fromEntries(units), noiseBytes, staleBytes, echoes, losses };
    return { medium: this.medium, state: this.state, waiting: this.waiting, settings, statistics };
  }

  /** Gives up everything that is queued or under way and frees the port. The line may be opened again. */
  async close(): Promise<void> {
    const error = this.#closedError();
    this.#closedBefore = this.#calls;
    for (const entry of this.#queue.removeAll()) entry.reject(error);
    this.#ways.interrupt(error);
    this.#idle.cancel();
    this.#standstill.end();
    await this.#connection.close();
    // Opened again meanwhile, it has lent its windows to the transport.
    if (this.#connection.state !== 'closed') return;
    this.#reception.release();
    this.#ways.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Listens to the trace or to the connection's state; returns what ends it. */
  on<K extends keyof LineEvents>(event: K, listener: (event: LineEvents[K]) => void): () => void {
    return this.#listeners.add(event, listener);
  }

  /**
   * Asks one question and waits for its answer, in turn with all other callers.
   *
   * @throws {TimeoutError} nobody answered, or only in part.
   * @throws {FrameError} the answer was damaged.
   * @throws {ReplyError} the unit answered something else.
   * @throws {DeviceError} the unit refused.
   * @throws {TransportError} the port or connection failed.
   * @throws {AbortedError} `signal` fired.
   */
  exchange<T>(exchange: Exchange<T>, options: ExchangeOptions = {}): Promise<T> {
    const timeout = options.timeout ?? this.#options.timeout;
    const { signal, repeatable = exchange.repeatable } = options;
    const retries = repeatable ? (options.retries ?? this.#options.retries) : 0;
    return new Promise<T>((resolve, reject) => {
      checkTimes({ timeout, retries });
      if (signal?.aborted)
        throw new AbortedError(`${exchange.label}: given up before it began`, { cause: signal.reason });
      const entry: QueuedExchange<T> = {
        exchange,
        order: this.#calls++,
        timeout,
        retries,
        repeatable,
        signal,
        attempts: 0,
        doubted: undefined,
        waitsSince: this.#gate.open ? undefined : this.#clock.now(),
        startedAt: undefined,
        resolve,
        reject,
      };
      this.#enqueue(entry as QueuedExchange);
    });
  }

  /** True while an answer to a question that was given up may still come. */
  get overdue(): boolean {
    this.#overdue.expireWhenRead(this.#clock.now());
    return this.#overdue.size > 0;
  }

  /**
   * Waits on the line's clock, without holding the line up.
   *
   * @throws {AbortedError} `signal` fired.
   */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return pause(this.#clock, milliseconds, signal);
  }

  #enqueue(entry: QueuedExchange): void {
    const lost = this.#gate.refusal(entry);
    if (lost !== undefined) {
      entry.reject(lost);
      return;
    }
    const refusal = this.#deadUnits.refusal(entry);
    if (refusal !== undefined) {
      this.#counters.of(entry.exchange.unit).skipped += 1;
      entry.reject(refusal);
      return;
    }
    if (entry.signal) watchSignal(entry, entry.signal, reason => this.#giveUp(entry, reason));
    this.#queue.push(entry);
    this.#start();
  }

  /** Lets the queue be worked off, if it is not already. */
  #start(): void {
    this.#standstill.end();
    if (this.#running) return;
    if (this.#queue.size === 0) this.#rested();
    else {
      this.#idle.cancel();
      this.#running = true;
      // A microtask later, so that calls made together are ordered by fairness and not by chance.
      void SOON.then(this.#run);
    }
  }

  /** The caller's signal takes a waiting call out of the queue; one under way is ended by its turn. */
  #giveUp(entry: QueuedExchange, reason: unknown): void {
    if (this.#queue.remove(entry)) {
      this.#rejectAborted(entry, reason);
      this.#standstill.end();
    } else {
      this.#ways.abort(entry);
    }
  }

  /** Works the queue off until it is empty, or until something has to be waited for first. */
  readonly #run = (): void => {
    let free = true;
    do {
      while (free && this.#queue.size > 0) free = this.#takeTurn();
      // A write that fails at once may put calls back.
      this.#ways.flush();
    } while (free && this.#queue.size > 0);
    if (!free) return;
    this.#running = false;
    this.#rested();
  };

  /** False: the next one may not take its turn before `#run` is called again, as it will be. */
  #takeTurn(): boolean {
    if (this.#overdue.size > 0) this.#overdue.expireWhenRead(this.#clock.now());
    const entry = this.#queue.take(this.#mustWait);
    if (entry !== undefined && this.#gate.open) return this.#perform(entry);
    void (entry === undefined ? this.#standstill.over().then(this.#run) : this.#admit(entry));
    return false;
  }

  /** Nothing is queued: when nothing is open either, the port may be given back after a while. */
  #rested(): void {
    if (this.#ways.open === 0 && this.#connection.state === 'open') this.#idle.begin();
  }

  readonly #mustWait = (entry: QueuedExchange): boolean => {
    if (this.#rest.blocks(entry)) return true;
    if (entry.exchange.framing.multiplex !== undefined) return this.#ways.several.mustWait(entry);
    return this.#ways.open > 0 || this.#overdue.blocks(entry);
  };

  /** Carries an exchange out if the connection is open; otherwise it fails, or is put back. */
  async #admit(entry: QueuedExchange): Promise<void> {
    const passage = await this.#gate.pass(entry);
    if (passage.go && this.#gate.open) {
      if (!this.#perform(entry)) return;
    } else if (passage.go || 'again' in passage) this.#putBack(entry);
    else entry.reject(passage.error);
    this.#run();
  }

  /** Begins one exchange; false: it holds the line until `#turnEnded`. */
  #perform(entry: QueuedExchange): boolean {
    this.#multiplexed = entry.exchange.framing.multiplex !== undefined;
    try {
      if (this.#multiplexed) this.#ways.several.run(entry);
      else this.#ways.single.run(entry);
      return this.#multiplexed;
    } catch (error) {
      entry.reject(error);
      return true;
    }
  }

  /** The exchange that held the line is over. */
  #turnEnded(entry: QueuedExchange, verdict: Verdict): void {
    this.#finish(entry, verdict);
    this.#run();
  }

  /** One of several that were open is over. */
  #attempted(entry: QueuedExchange, verdict: Verdict | undefined): void {
    // Another attempt takes its turn like any other call: the limit of open questions holds for it as well.
    if (verdict === undefined) this.#putBack(entry);
    else this.#finish(entry, verdict);
    this.#start();
  }

  /** Lets a call wait for another turn, unless the line was closed meanwhile. */
  #putBack(entry: QueuedExchange): void {
    if (entry.order < this.#closedBefore) entry.reject(this.#closedError());
    else if (entry.signal?.aborted) this.#rejectAborted(entry, entry.signal.reason);
    else this.#queue.putBack(entry);
  }

  #rejectAborted(entry: QueuedExchange, reason: unknown): void {
    entry.reject(new AbortedError(`${entry.exchange.label}: given up before its turn`, { cause: reason }));
  }

  #closedError(): TransportError {
    const { name } = this.medium;
    return new TransportError('closed', `${name} was closed`, { facts: { medium: name } });
  }

  #finish(entry: QueuedExchange, verdict: Verdict): void {
    this.#deadUnits.observe(entry, verdict);
    this.#rest.begin(entry);
    if (isAnswer(entry, verdict)) this.#connection.answered();
    if (verdict.kind === 'value') entry.resolve(verdict.value);
    else if (verdict.kind === 'hold' && this.#gate.holds(entry)) this.#putBack(entry);
    else entry.reject(verdict.error);
  }

  #stateChanged(state: ConnectionState, reason: Error | undefined): void {
    if (state === 'open') this.#reception.opened();
    if (state === 'lost') {
      if (!this.#connection.backingOff) this.#counters.losses += 1;
      this.#ways.lost(this.#connection.lostError);
      this.#reception.reset();
      this.#standstill.end();
    }
    if (state !== 'open') this.#ways.rest();
    if (reason !== undefined && (state === 'closed' || this.#connection.backingOff)) this.#failQueued(reason);
    this.#listeners.emit('state', { state, medium: this.medium.name, reason });
  }

  #failQueued(reason: Error): void {
    const error = this.#connection.state === 'lost' ? this.#connection.lostError : reason;
    for (const entry of this.#queue.removeAll(waiting => !this.#gate.holds(waiting))) entry.reject(error);
  }
}
