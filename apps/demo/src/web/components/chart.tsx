import { useSignal } from '@preact/signals';
import type { PointInfo } from '../../protocol/index.js';
import { CHART_SPAN, type ChartPoint, type ChartSeries } from '../state/chart-series.js';
import { type ChartShape, chartShape } from '../state/chart-shape.js';
import { formatTime, formatValue } from '../state/format.js';
import { patienceFor } from '../state/freshness.js';
import { usePanel } from './panel-context.js';

export interface ChartProps {
  readonly point: PointInfo;
  readonly series: ChartSeries;
  /** Milliseconds between readings. */
  readonly interval: number;
  readonly reference: number | undefined;
}

const WIDTH = 240;
const HEIGHT = 48;

/** The last two minutes of a number. Pointing at it, or the arrow keys, show single readings. */
export function Chart({ point, series, interval, reference }: ChartProps) {
  const panel = usePanel();
  const looked = useSignal<number | undefined>(undefined);
  const sound = series.points.filter(({ value }) => value !== undefined);
  const end = Math.max(panel.now.value, series.points.at(-1)?.time ?? 0);
  const shape = chartShape(series.points, {
    width: WIDTH,
    height: HEIGHT,
    end,
    longestStep: patienceFor(interval),
    leastRange: 10 * 10 ** -(point.decimals ?? 1),
    ...(reference === undefined ? {} : { reference }),
  });
  const shown = looked.value === undefined ? undefined : series.nearest(looked.value);
  const text = shown === undefined ? '' : `${formatValue(shown.value, point)} at ${formatTime(shown.time)}`;
  const index = shown === undefined ? sound.length - 1 : sound.findIndex(({ time }) => time === shown.time);
  return (
    // The arrow keys walk through the readings, as with a slider that sets nothing.
    <div
      class="chart"
      role="slider"
      tabIndex={0}
      aria-readonly="true"
      aria-label={`${point.title}, last two minutes`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, sound.length - 1)}
      aria-valuenow={Math.max(0, index)}
      aria-valuetext={text || summary(sound, point)}
      onPointerMove={event => {
        const box = event.currentTarget.getBoundingClientRect();
        looked.value = end - CHART_SPAN * (1 - (event.clientX - box.left) / box.width);
      }}
      onPointerLeave={() => {
        looked.value = undefined;
      }}
      onFocus={() => {
        looked.value = sound.at(-1)?.time;
      }}
      onBlur={() => {
        looked.value = undefined;
      }}
      onKeyDown={event => {
        const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        const to = event.key === 'Home' ? 0 : event.key === 'End' ? sound.length - 1 : step && index + step;
        if (to === undefined) return;
        event.preventDefault();
        looked.value = sound[Math.min(sound.length - 1, Math.max(0, to))]?.time;
      }}
    >
      <Drawing shape={shape} marked={shown} />
      {text !== '' && (
        <p
          class="readout"
          data-side={shown !== undefined && shape.x(shown.time) > WIDTH / 2 ? 'left' : 'right'}
        >
          {text}
        </p>
      )}
    </div>
  );
}

function Drawing({ shape, marked }: { readonly shape: ChartShape; readonly marked: ChartPoint | undefined }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="area" d={shape.area} />
      {shape.reference !== undefined && <path class="reference" d={`M0 ${shape.reference}H${WIDTH}`} />}
      <path class="trail" d={shape.path} />
      {marked?.value !== undefined && (
        <>
          <path class="cursor" d={`M${shape.x(marked.time)} 0V${HEIGHT}`} />
          <path class="mark" d={`M${shape.x(marked.time)} ${shape.y(marked.value)}h0`} />
        </>
      )}
    </svg>
  );
}

/** What the chart says as a whole. */
function summary(points: readonly ChartPoint[], point: PointInfo): string {
  const values = points.map(({ value }) => value!);
  if (values.length === 0) return 'no readings yet';
  return `${values.length} readings, from ${formatValue(Math.min(...values), point)} to ${formatValue(Math.max(...values), point)}`;
}
