import { CHART_SPAN, type ChartPoint } from './chart-series.js';

/** The room for a chart, and what it shows. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  /** The right edge, in milliseconds since 1970. */
  readonly end: number;
  /** Readings further apart than this are not joined. */
  readonly longestStep: number;
  /** Least difference between the top and the bottom, so that noise of the last digit does not look like a storm. */
  readonly leastRange: number;
  /** Shown as a line across, such as the set point. */
  readonly reference?: number;
}

/** A chart as SVG paths. */
export interface ChartShape {
  /** The line; empty when there is nothing to show. */
  readonly path: string;
  /** The area beneath each part of the line. */
  readonly area: string;
  /** Height of the reference, if there is one. */
  readonly reference?: number;
  readonly low: number;
  readonly high: number;
  x(time: number): number;
  y(value: number): number;
}

interface Sound {
  readonly time: number;
  readonly value: number;
}

/** Draws readings into a frame; where readings are missing the line is broken. */
export function chartShape(points: readonly ChartPoint[], frame: ChartFrame): ChartShape {
  const { width, height, end, reference } = frame;
  const begin = end - CHART_SPAN;
  const parts = soundParts(points, frame.longestStep);
  const visible = parts.flat().filter(({ time }) => time >= begin);
  const { low, high } = range(
    reference === undefined ? visible : [...visible, { time: end, value: reference }],
    frame.leastRange,
  );
  const x = (time: number) => round(((time - begin) / CHART_SPAN) * width);
  const y = (value: number) => round(height - ((value - low) / (high - low)) * height);
  const line = (part: readonly Sound[]) =>
    part.map(({ time, value }, index) => `${index === 0 ? 'M' : 'L'}${x(time)} ${y(value)}`).join('');
  const last = (part: readonly Sound[]) => part.at(-1)!.time;
  return {
    // A part of a single reading is a point: a line of no length with round ends.
    path: parts.map(part => (part.length === 1 ? `${line(part)}h0` : line(part))).join(''),
    area: parts
      .filter(part => part.length > 1)
      .map(part => `${line(part)}L${x(last(part))} ${height}L${x(part[0]!.time)} ${height}Z`)
      .join(''),
    ...(reference === undefined ? {} : { reference: y(reference) }),
    low,
    high,
    x,
    y,
  };
}

/** Runs of readings that belong together. */
function soundParts(points: readonly ChartPoint[], longestStep: number): Sound[][] {
  const parts: Sound[][] = [];
  let before: number | undefined;
  for (const { time, value } of points) {
    if (value === undefined) {
      before = undefined;
      continue;
    }
    if (before === undefined || time - before > longestStep) parts.push([]);
    parts.at(-1)!.push({ time, value });
    before = time;
  }
  return parts;
}

/** The bottom and the top, with a little air. */
function range(points: readonly Sound[], least: number): { low: number; high: number } {
  const values = points.map(({ value }) => value);
  const lowest = values.length === 0 ? 0 : Math.min(...values);
  const highest = values.length === 0 ? 0 : Math.max(...values);
  const middle = (lowest + highest) / 2;
  const half = Math.max((highest - lowest) * 0.58, least / 2);
  return { low: middle - half, high: middle + half };
}

const round = (length: number): number => Math.round(length * 10) / 10;
