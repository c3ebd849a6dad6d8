import { type ExchangeOptions, TimeoutError } from '@bus/line';
import { ModbusException } from '../modbus-exception.js';
import type { ReadBitsOptions, ReadRegistersOptions } from '../modbus-unit.js';
import { joined, type PlannedRead, planReads, type ReadLimits, type ReadRange } from './plan-reads.js';
import { type RefusalOptions, Refusals } from './refusals.js';
import { SilenceDoubts } from './silence-doubts.js';

/** Registers (0..65535) or bits. */
export type RawValues = readonly number[] | readonly boolean[];

/** What came of one point: `data` or `error`. */
export interface PointReading<P extends ReadRange> {
  readonly point: P;
  /** As many registers or bits as its size says. */
  readonly data?: RawValues;
  readonly error?: unknown;
  /** False when the device was not asked, since it has refused this point lately; `error` is from then. */
  readonly asked: boolean;
}

/** What can read raw registers and bits, such as a `ModbusUnit`. */
export interface RangeSource {
  readRegisters(address: number, quantity: number, options?: ReadRegistersOptions): Promise<number[]>;
  readBits(address: number, quantity: number, options?: ReadBitsOptions): Promise<boolean[]>;
}

export interface PlannedReaderOptions extends RefusalOptions {
  limits?: ReadLimits;
}

/** Whether a refusal was traced back to a range: `unknown` when the line failed before that was clear. */
type Finding = 'sound' | 'hole' | 'unknown';

/**
 * Reads points of one device with few requests, again and again. What is read together gives the same values as what is
 * read alone: a read that the device refuses (exceptions 2 and 3), or ignores although it answers one of its points, is
 * split until the points are found that it refuses. That is remembered, so that the next round asks only what is answered.
 *
 * @example
 * const reader = new PlannedReader(client.unit(1), { limits: { maxRegisters: 16, maxGap: 4 } });
 * for await (const readings of reader.read(points))
 *   for (const { point, data, error } of readings) console.log(point, data ?? error);
 */
export class PlannedReader {
  readonly #source: RangeSource;
  readonly #limits: ReadLimits;
  readonly #refusals: Refusals;
  readonly #doubts: SilenceDoubts;

  constructor(source: RangeSource, { limits = {}, ...options }: PlannedReaderOptions = {}) {
    this.#source = source;
    this.#limits = limits;
    this.#refusals = new Refusals(options);
    this.#doubts = new SilenceDoubts(options);
  }

  /**
   * Reads each point once, and yields what came of the points of each request.
   *
   * @throws {UsageError} a point is longer than the device can answer.
   */
  async *read<P extends ReadRange>(
    points: readonly P[],
    options: ExchangeOptions = {},
  ): AsyncGenerator<PointReading<P>[]> {
    for (const read of planReads(points, this.#limits, this.#refusals)) {
      const known = isOneRange(read) ? this.#refusals.refused(read) : undefined;
      if (known === undefined) yield* this.#ask(read, options);
      else yield read.points.map(point => ({ point, error: known.error, asked: false }));
    }
  }

  /** Forgets what the device has refused, as when another may have taken its place. */
  forget(): void {
    this.#refusals.clear();
    this.#doubts.clear();
  }

  /** @param alive the device answers other requests: if this one is not answered, it is refused in silence. */
  async *#ask<P extends ReadRange>(
    read: PlannedRead<P>,
    options: ExchangeOptions,
    alive = false,
  ): AsyncGenerator<PointReading<P>[], Finding> {
    const { answer, error } = await this.#request(read, options);
    if (answer !== undefined) {
      this.#refusals.answered(read, read.points.at(-1)!.address);
      this.#doubts.answered(read);
      yield read.points.map(point => ({ point, data: partOf(answer, read, point), asked: true }));
      return 'sound';
    }
    const ignored = isSilence(error) && (alive || (await this.#answersLess(read, options)));
    if (!ignored && !isRefusal(error)) {
      yield read.points.map(point => ({ point, error, asked: true }));
      return 'unknown';
    }
    // Points of the whole range would be the same request: they are refused already.
    const whole = read.points.filter(point => point.address === read.address && point.size === read.size);
    if (whole.length === 0) return yield* this.#askHalves(read, options, ignored);
    // An answer may also have got lost: silence is no reason not to ask again in the next round, by itself.
    this.#refusals.addHole(read, ignored ? undefined : error);
    yield whole.map(point => ({ point, error, asked: true }));
    const rest = read.points.filter(point => !whole.includes(point));
    if (rest.length > 0) yield* this.#ask(joined(rest), options, ignored);
    return 'hole';
  }

  /** Does the device answer one of the points by itself? Many ignore what they do not like, instead of refusing it. */
  async #answersLess(read: PlannedRead<ReadRange>, options: ExchangeOptions): Promise<boolean> {
    const point = isOneRange(read) ? undefined : this.#doubts.next(read);
    if (point === undefined) return false;
    const { answer, error } = await this.#request(point, options);
    return answer !== undefined || error instanceof ModbusException;
  }

  async *#askHalves<P extends ReadRange>(
    { points }: PlannedRead<P>,
    options: ExchangeOptions,
    alive: boolean,
  ): AsyncGenerator<PointReading<P>[], Finding> {
    const middle = points.length >> 1;
    const left = joined(points.slice(0, middle));
    const right = joined(points.slice(middle));
    const findings = [yield* this.#ask(left, options, alive), yield* this.#ask(right, options, alive)];
    if (findings.includes('hole')) return 'hole';
    if (findings.includes('unknown')) return 'unknown';
    // Each is answered by itself: it is what lies between them, or that they are too much together.
    const { table } = left;
    const address = left.address + left.size;
    const size = right.address - address;
    if (size > 0) {
      this.#refusals.addHole({ table, address, size });
      return 'hole';
    }
    this.#refusals.addBorder(table, right.address);
    return 'sound';
  }

  async #request(
    { table, address, size }: ReadRange,
    options: ExchangeOptions,
  ): Promise<{ answer?: RawValues; error?: unknown }> {
    try {
      const answer =
        table === 'coil' || table === 'discrete'
          ? await this.#source.readBits(address, size, { ...options, table })
          : await this.#source.readRegisters(address, size, { ...options, table });
      return { answer };
    } catch (error) {
      return { error };
    }
  }
}

/** Does a single point stand behind the request, or several of the same range? */
const isOneRange = ({ address, size, points }: PlannedRead<ReadRange>): boolean =>
  points.every(point => point.address === address && point.size === size);

/** Illegal data address, and illegal data value, which is what many devices say to a quantity that is too large. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ModbusException && (error.exceptionCode === 2 || error.exceptionCode === 3);

const isSilence = (error: unknown): boolean => error instanceof TimeoutError && error.code === 'no-reply';

const partOf = (answer: RawValues, read: ReadRange, { address, size }: ReadRange): RawValues =>
  answer.slice(address - read.address, address - read.address + size);
