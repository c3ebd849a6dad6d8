import { expect, test } from 'vitest';
import { CHART_SPAN, ChartSeries } from './chart-series.js';

const series = (...points: [number, number | undefined][]) =>
  points.reduce((all, [time, value]) => all.with(time, value), ChartSeries.empty);

test('a reading that is not later than the last one is not entered', () => {
  const known = series([1000, 1]);
  expect(known.with(1000, 2)).toBe(known);
  expect(known.with(999, 2)).toBe(known);
});

test('readings older than two minutes are forgotten, but for one that the line comes in from', () => {
  const points = series([0, 1], [1000, 2], [2000, 3], [CHART_SPAN + 1500, 4]).points;
  expect(points.map(({ value }) => value)).toEqual([2, 3, 4]);
});

test('after a long silence nothing old is left', () => {
  expect(series([0, 1], [CHART_SPAN * 3, 2]).points).toEqual([{ time: CHART_SPAN * 3, value: 2 }]);
});

test('however fast readings come, no more than 600 are kept', () => {
  let all = ChartSeries.empty;
  for (let time = 1; time <= 1000; time++) all = all.with(time, time);
  expect(all.points).toHaveLength(600);
  expect(all.points.at(-1)?.value).toBe(1000);
});

test('decimals are those of the reading that has most', () => {
  expect(series([1000, 2.44], [2000, 5.159], [3000, undefined]).decimals).toBe(3);
  expect(series([1000, 7]).decimals).toBe(0);
  expect(series([1000, 0.1 + 0.2]).decimals).toBe(6);
  expect(ChartSeries.empty.decimals).toBe(0);
});

test('the reading nearest to a time has a value', () => {
  const all = series([1000, 1], [2000, undefined], [3000, 3]);
  expect(all.nearest(1900)?.value).toBe(1);
  expect(all.nearest(2100)?.value).toBe(3);
  expect(series([1000, undefined]).nearest(1000)).toBeUndefined();
});
