import { useMemo } from 'preact/hooks';
import { type PointInfo, withToldUnit } from '../../protocol/index.js';
import { formatNumber } from '../state/format.js';
import type { Standing } from '../state/freshness.js';
import type { InstrumentState } from '../state/instrument-state.js';
import { Chart } from './chart.js';

export interface PointProps {
  readonly instrument: InstrumentState;
  readonly point: PointInfo;
  readonly standing: Standing;
}

export interface ReadingProps extends PointProps {
  /** True: the first of its instrument, which is compared with the set point. */
  readonly first: boolean;
  readonly large: boolean;
}

/** A measured number, large, and its last two minutes. */
export function Reading({ instrument, point: described, first, large }: ReadingProps) {
  const point = withToldUnit(useDecimals(instrument, described), instrument.values.value);
  const value = instrument.values.value?.values[point.id];
  const series = instrument.chart(point)?.value;
  return (
    <figure class="reading" data-large={large} aria-label={point.title}>
      <figcaption class="name">{point.title}</figcaption>
      <p class="value" data-words={typeof value === 'string'}>
        {value === undefined
          ? '–'
          : typeof value === 'number'
            ? formatNumber(value, point.decimals)
            : String(value)}
        {typeof value === 'number' && point.unit !== undefined && <span class="unit"> {point.unit}</span>}
      </p>
      {series !== undefined && (
        <Chart
          point={point}
          series={series}
          interval={instrument.interval}
          reference={first ? setPointFor(instrument, point) : undefined}
        />
      )}
    </figure>
  );
}

/** The point with decimal places: those of its readings where it does not say how many, so that figures do not jump. */
function useDecimals(instrument: InstrumentState, point: PointInfo): PointInfo {
  const series = instrument.chart(point)?.value;
  return useMemo(
    () =>
      point.decimals === undefined && series !== undefined ? { ...point, decimals: series.decimals } : point,
    [point, series],
  );
}

/** The set point that a reading is compared with: the only one of the instrument, in the same unit. */
function setPointFor({ info, values }: InstrumentState, point: PointInfo): number | undefined {
  const setPoints = info.points.filter(({ role }) => role === 'set-point');
  const only = setPoints.length === 1 ? setPoints[0] : undefined;
  if (only === undefined || only.unit !== point.unit) return undefined;
  const value = values.value?.values[only.id];
  return typeof value === 'number' ? value : undefined;
}
