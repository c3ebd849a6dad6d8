import { type Clock, systemClock } from '@bus/line';
import { type InstrumentInfo, type InstrumentValues, RpcCode, RpcError } from '../../protocol/index.js';
import type { Applicant, LineAccess } from '../line-access.js';
import type { Instrument } from './instrument.js';
import { PolledInstrument } from './polled-instrument.js';
import type { ValueBoard } from './value-board.js';

/** An instrument and the line that it is on. */
export interface Placed {
  readonly instrument: Instrument;
  readonly line: LineAccess;
}

export interface BoardOptions {
  /** Milliseconds from one reading of an instrument to the next; 1000 by default. */
  readonly interval?: number;
  /** The same at most, for an instrument that fails; 10 000 by default. */
  readonly longest?: number;
  readonly clock?: Clock;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Hears of mistakes in the server. */
  readonly report?: (error: unknown) => void;
}

/** Readings of different instruments that may be at one line together. */
const PARALLEL = 4;

/**
 * Reads all instruments in turn while somebody watches, and none otherwise. A failing instrument is told with its error
 * and its last values, and asked less often until it answers or its line comes back.
 *
 * @example
 * const board = new PollingBoard([{ instrument: makeInstrument(settings), line }]);
 * const end = board.watch(({ instrument, values }) => console.log(instrument, values));
 */
export class PollingBoard implements ValueBoard {
  readonly #polled: ReadonlyMap<string, PolledInstrument>;
  readonly #lines: ReadonlySet<LineAccess>;
  readonly #listeners = new Set<(values: InstrumentValues) => void>();
  #endings: (() => void)[] = [];

  constructor(placed: readonly Placed[], options: BoardOptions = {}) {
    const { interval = 1000, longest = 10_000, clock = systemClock, now = Date.now } = options;
    const { report = error => console.error(error) } = options;
    const tell = (values: InstrumentValues) => {
      for (const listener of this.#listeners) listener(values);
    };
    const polling = { interval, longest, clock, now, report, tell };
    this.#lines = new Set(placed.map(({ line }) => line));
    const pollers = new Map<LineAccess, Applicant>();
    for (const line of this.#lines) pollers.set(line, { name: 'poller', parallel: PARALLEL });
    this.#polled = new Map(
      placed.map(({ instrument, line }) => [
        instrument.info.id,
        new PolledInstrument(instrument, line, pollers.get(line)!, polling),
      ]),
    );
  }

  get instruments(): readonly InstrumentInfo[] {
    return Array.from(this.#polled.values(), ({ instrument }) => instrument.info);
  }

  get latest(): readonly InstrumentValues[] {
    return Array.from(this.#polled.values(), ({ latest }) => latest);
  }

  async read(instrument: string, applicant: Applicant, signal?: AbortSignal): Promise<InstrumentValues> {
    return await this.#find(instrument).read(applicant, signal);
  }

  async write(
    instrument: string,
    point: string,
    value: number | boolean,
    applicant: Applicant,
    signal?: AbortSignal,
  ): Promise<InstrumentValues> {
    const polled = this.#find(instrument);
    const { points } = polled.instrument.info;
    if (!points.some(({ id }) => id === point)) {
      const known = points.map(({ id }) => id).join(', ');
      throw new RpcError(RpcCode.NOT_FOUND, `${instrument} has no point '${point}': it has ${known}`);
    }
    return await polled.write(point, value, applicant, signal);
  }

  watch(listener: (values: InstrumentValues) => void): () => void {
    // One that is given twice listens twice, and each is ended by itself.
    const own = (values: InstrumentValues) => listener(values);
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#stop();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#stop();
  }

  #start(): void {
    for (const polled of this.#polled.values()) polled.start();
    this.#endings = Array.from(this.#lines, line => {
      let open = line.info.state === 'open';
      return line.on('info', ({ state }) => {
        if ((state === 'open') === open) return;
        open = !open;
        for (const polled of this.#polled.values()) if (polled.line === line) polled.again();
      });
    });
  }

  #stop(): void {
    for (const end of this.#endings) end();
    this.#endings = [];
    for (const polled of this.#polled.values()) polled.stop();
  }

  #find(instrument: string): PolledInstrument {
    const polled = this.#polled.get(instrument);
    if (polled !== undefined) return polled;
    const known = [...this.#polled.keys()].join(', ') || 'none';
    throw new RpcError(RpcCode.NOT_FOUND, `there is no instrument '${instrument}': there is ${known}`);
  }
}
