import { AbortedError, BusError, type Clock, type Line, type Timer, UsageError } from '@bus/line';
import { type InstrumentValues, RpcError } from '../../protocol/index.js';
import type { Applicant, LineAccess } from '../line-access.js';
import { failureData } from '../rpc-failure.js';
import type { Instrument } from './instrument.js';

export interface PollingOptions {
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds from one reading to the next. */
  readonly interval: number;
  /** The same at most, for an instrument that fails: the interval doubles with each failure. */
  readonly longest: number;
  /** Hears of mistakes in the server. */
  readonly report: (error: unknown) => void;
  /** Hears of each reading. */
  readonly tell: (values: InstrumentValues) => void;
}

/**
 * One instrument and what is known of its values. While it is polled:
 *
 *     ── read ── interval ── read ✗ ── 2 × interval ── read ✗ ── 4 × interval ── … ── read ── interval ──
 *
 * The next reading is due a while after the latest one has ended, whoever asked for that.
 */
export class PolledInstrument {
  readonly instrument: Instrument;
  readonly line: LineAccess;
  readonly #poller: Applicant;
  readonly #options: PollingOptions;
  #latest: InstrumentValues;
  #failures = 0;
  /** When the latest reading ended, by the clock. */
  #endedAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;
  /** Readings and writes that wait for their turns or are under way: the next reading is due after them. */
  #open = 0;
  /** The next reading is to come at once. */
  #urgent = false;
  /** Present while it is polled: takes the poller's reading out of the queue. */
  #polling: AbortController | undefined;

  constructor(instrument: Instrument, line: LineAccess, poller: Applicant, options: PollingOptions) {
    this.instrument = instrument;
    this.line = line;
    this.#poller = poller;
    this.#options = options;
    this.#latest = { instrument: instrument.info.id, values: {} };
  }

  get latest(): InstrumentValues {
    return this.#latest;
  }

  /** Begins to poll: at once, unless it has just been read. */
  start(): void {
    this.#polling ??= new AbortController();
    this.#failures = 0;
    this.#schedule();
  }

  /** Something has changed for its line: it is read at once, and no longer less often than others. */
  again(): void {
    this.#failures = 0;
    this.#urgent = true;
    this.#schedule();
  }

  /** Stops polling. A reading that is under way is brought to its end. */
  stop(): void {
    this.#polling?.abort();
    this.#polling = undefined;
    this.#clear();
  }

  /** Reads it when the applicant's turn comes. @throws {BusError} */
  async read(applicant: Applicant, signal?: AbortSignal): Promise<InstrumentValues> {
    return await this.#attempt(applicant, signal, signal);
  }

  /** Writes one point and reads all of them, with nobody else's work in between. @throws {BusError} */
  async write(
    point: string,
    value: number | boolean,
    applicant: Applicant,
    signal?: AbortSignal,
  ): Promise<InstrumentValues> {
    const { unit } = this.instrument;
    return await this.#counted(() =>
      this.line.run(applicant, unit, line => this.#writeAndRead(line, point, value, signal), signal),
    );
  }

  async #writeAndRead(
    line: Line,
    point: string,
    value: number | boolean,
    signal?: AbortSignal,
  ): Promise<InstrumentValues> {
    const { instrument } = this;
    try {
      await instrument.write(line, point, value, signal);
    } catch (error) {
      // It may have been carried out all the same: those who watch see what is true.
      if (!(error instanceof UsageError)) this.#urgent = true;
      throw error;
    }
    try {
      // Not given up with the call: the others are to know what it did.
      return this.#succeeded(await instrument.read(line));
    } catch (error) {
      this.#failed(error);
      const label = `${instrument.info.id}, read back`;
      throw error instanceof BusError ? error.addFacts(label, { outcomeUnknown: true }) : error;
    }
  }

  /** @param turn takes it out of the queue. @param signal ends the reading itself. */
  async #attempt(applicant: Applicant, turn?: AbortSignal, signal?: AbortSignal): Promise<InstrumentValues> {
    const { unit } = this.instrument;
    return await this.#counted(async () => {
      try {
        const read = (line: Line) => this.instrument.read(line, signal);
        return this.#succeeded(await this.line.run(applicant, unit, read, turn));
      } catch (error) {
        this.#failed(error);
        throw error;
      }
    });
  }

  async #counted<T>(task: () => Promise<T>): Promise<T> {
    this.#open += 1;
    this.#clear();
    try {
      return await task();
    } finally {
      this.#open -= 1;
      this.#schedule();
    }
  }

  #succeeded({ values, units }: Awaited<ReturnType<Instrument['read']>>): InstrumentValues {
    this.#failures = 0;
    const instrument = this.instrument.info.id;
    const readAt = this.#options.now();
    return this.#ended({ instrument, values, ...(units === undefined ? {} : { units }), readAt });
  }

  #failed(error: unknown): void {
    // It says nothing of the instrument that somebody has left, or that too many calls wait: then it has to wait, too.
    if (error instanceof RpcError) this.#endedAt = this.#options.clock.now();
    if (error instanceof AbortedError || error instanceof RpcError) return;
    this.#failures += 1;
    const known = error instanceof BusError;
    if (!known) this.#options.report(error);
    const message = known ? error.message : 'the server made a mistake, which its own log describes';
    const shown = known ? { message, data: failureData(error) } : { message };
    this.#ended({ ...this.#latest, error: shown });
  }

  #ended(values: InstrumentValues): InstrumentValues {
    const { clock, tell } = this.#options;
    this.#latest = values;
    this.#endedAt = clock.now();
    tell(values);
    return values;
  }

  #schedule(): void {
    if (this.#polling === undefined || this.#open > 0) return;
    this.#clear();
    const { clock, interval, longest } = this.#options;
    const pause = Math.min(longest, interval * 2 ** Math.min(this.#failures, 30));
    const due = this.#urgent ? 0 : Math.max(0, this.#endedAt + pause - clock.now());
    this.#timer = clock.setTimer(() => this.#poll(), due);
  }

  #poll(): void {
    this.#timer = undefined;
    this.#urgent = false;
    // How it failed has been told already.
    this.#attempt(this.#poller, this.#polling?.signal).catch(() => undefined);
  }

  #clear(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimer(this.#timer);
    this.#timer = undefined;
  }
}
