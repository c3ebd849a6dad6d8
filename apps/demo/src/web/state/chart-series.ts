/** One reading; without a value where there was none: the instrument failed, or said `over range`. */
export interface ChartPoint {
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number;
  readonly value: number | undefined;
}

/** How far charts look back, in milliseconds. */
export const CHART_SPAN = 120_000;

/** More readings than this are not kept, however fast they come. */
const LIMIT = 600;

/** The readings of the last two minutes, oldest first. Immutable: a reading makes a new series. */
export class ChartSeries {
  static readonly empty = new ChartSeries([]);
  readonly points: readonly ChartPoint[];

  private constructor(points: readonly ChartPoint[]) {
    this.points = points;
  }

  /** The series with one reading more; the same series when it is not later than the last one. */
  with(time: number, value: number | undefined): ChartSeries {
    const last = this.points.at(-1);
    if (last !== undefined && time <= last.time) return this;
    // One point is kept from before the window, so that the line comes in from the edge.
    const begin = this.points.findIndex(point => point.time >= time - CHART_SPAN);
    const kept = begin === -1 ? [] : this.points.slice(Math.max(0, begin - 1));
    return new ChartSeries([...kept, { time, value }].slice(-LIMIT));
  }

  /** The most decimal places that a reading has, up to six: as many are shown where the point does not say how many. */
  get decimals(): number {
    const places = this.points.map(({ value }) => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0);
    return Math.min(6, Math.max(0, ...places));
  }

  /** The reading nearest to a time, among those that have a value. */
  nearest(time: number): (ChartPoint & { readonly value: number }) | undefined {
    let best: (ChartPoint & { readonly value: number }) | undefined;
    for (const { time: at, value } of this.points) {
      if (value === undefined) continue;
      if (best === undefined || Math.abs(at - time) <= Math.abs(best.time - time)) best = { time: at, value };
    }
    return best;
  }
}
