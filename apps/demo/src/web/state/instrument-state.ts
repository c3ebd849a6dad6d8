import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InstrumentInfo, InstrumentValues, PointInfo } from '../../protocol/index.js';
import { ChartSeries } from './chart-series.js';
import { PointWrite, type WriteCall } from './point-write.js';

/** What is known of one instrument. */
export class InstrumentState {
  readonly info: InstrumentInfo;
  readonly #values = signal<InstrumentValues | undefined>(undefined);
  readonly #charts = new Map<string, Signal<ChartSeries>>();
  readonly #writes = new Map<string, PointWrite>();
  #interval = 0;

  /** @param write writes a point and returns the values as read back. */
  constructor(info: InstrumentInfo, write: WriteCall) {
    this.info = info;
    for (const point of info.points) {
      if (point.kind === 'number') this.#charts.set(point.id, signal(ChartSeries.empty));
      if (point.writable) {
        const call: WriteCall = async (id, value) => {
          const values = await write(id, value);
          this.take(values);
          return values;
        };
        this.#writes.set(point.id, new PointWrite(point, call));
      }
    }
  }

  /** What the server said last. */
  get values(): ReadonlySignal<InstrumentValues | undefined> {
    return this.#values;
  }

  /** Milliseconds between the two latest readings; 0 until there were two. */
  get interval(): number {
    return this.#interval;
  }

  /** The last two minutes of a number. */
  chart({ id }: PointInfo): ReadonlySignal<ChartSeries> | undefined {
    return this.#charts.get(id);
  }

  /** The writing of a point that can be written. */
  write({ id }: PointInfo): PointWrite | undefined {
    return this.#writes.get(id);
  }

  /**
   * Takes over what the server says. An older reading than the one that is shown is left out, unless it comes first
   * after the connection was lost.
   *
   * @param first true: whatever was known before may be of another run of the server.
   */
  take(values: InstrumentValues, first = false): void {
    const before = this.#values.value;
    const earlier = before?.readAt ?? 0;
    const readAt = values.readAt ?? 0;
    if (!first && readAt < earlier) return;
    if (earlier > 0 && readAt > earlier) this.#interval = readAt - earlier;
    this.#values.value = values;
    for (const [id, chart] of this.#charts) {
      const series = readAt < earlier ? ChartSeries.empty : chart.value;
      chart.value = extend(series, values, id);
    }
  }
}

/** A failed reading breaks the line: it is entered just behind the values that it left standing. */
function extend(series: ChartSeries, { values, readAt, error }: InstrumentValues, id: string): ChartSeries {
  if (readAt === undefined) return series;
  const value = values[id];
  const sound = series.with(readAt, typeof value === 'number' ? value : undefined);
  return error === undefined ? sound : sound.with(readAt + 1, undefined);
}
