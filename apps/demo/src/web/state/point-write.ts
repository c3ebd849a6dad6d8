import { type ReadonlySignal, signal } from '@preact/signals';
import type { InstrumentValues, PointInfo, PointValue } from '../../protocol/index.js';
import { type Failure, failureOf } from './failure.js';
import { formatValue } from './format.js';

export type WriteCall = (point: string, value: number | boolean) => Promise<InstrumentValues>;

/** The writing of one point: what is under way, and what went wrong the last time. Never claims what is not confirmed. */
export class PointWrite {
  readonly #point: PointInfo;
  readonly #call: WriteCall;
  readonly #pending = signal<number | boolean | undefined>(undefined);
  readonly #failure = signal<Failure | undefined>(undefined);

  constructor(point: PointInfo, call: WriteCall) {
    this.#point = point;
    this.#call = call;
  }

  /** What is being written; undefined when nothing is. */
  get pending(): ReadonlySignal<number | boolean | undefined> {
    return this.#pending;
  }

  /** Why the last write failed, until the next one or until it is dismissed. */
  get failure(): ReadonlySignal<Failure | undefined> {
    return this.#failure;
  }

  /** Writes, unless a write of this point is under way. Returns true when the server read back what was written. */
  async run(value: number | boolean): Promise<boolean> {
    if (this.#pending.value !== undefined) return false;
    this.#pending.value = value;
    this.#failure.value = undefined;
    try {
      this.#failure.value = this.#objection(value, await this.#call(this.#point.id, value));
    } catch (error) {
      this.#failure.value = failureOf(error);
    } finally {
      this.#pending.value = undefined;
    }
    return this.#failure.value === undefined;
  }

  dismiss(): void {
    this.#failure.value = undefined;
  }

  /** What speaks against the write's having worked. */
  #objection(value: number | boolean, { values, error }: InstrumentValues): Failure | undefined {
    if (error !== undefined)
      return {
        message: `It was written, but could not be read back: ${error.message}`,
        hint: 'Wait for the next reading before you try again.',
      };
    const read = values[this.#point.id];
    if (read !== undefined && same(value, read, this.#point.decimals)) return undefined;
    const shown = read === undefined ? 'nothing' : formatValue(read, this.#point);
    return {
      message: `It was written, but the instrument then said ${shown}.`,
      hint: 'Somebody else may have written at the same time, or the instrument keeps its own limits.',
    };
  }
}

/** Numbers are the same when they are shown alike; floats, also when the instrument can't come nearer. */
function same(written: number | boolean, read: PointValue, decimals?: number): boolean {
  if (typeof written !== 'number' || typeof read !== 'number') return written === read;
  if (Math.abs(written - read) < 0.5000001 * 10 ** -(decimals ?? 6)) return true;
  return decimals === undefined && (read === Math.fround(written) || read === halfRound(written));
}

/** The nearest float of 16 bits, which has eleven of them for the digits. */
function halfRound(value: number): number {
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
  return Math.round(value / step) * step;
}
