import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHART_SPAN } from './chart-series.js';
import { chartShape } from './chart-shape.js';

const frame = { width: 120, height: 50, end: CHART_SPAN, longestStep: 5000, leastRange: 1 };

test('time runs from left to right over two minutes', () => {
  const shape = chartShape([], frame);
  expect([shape.x(0), shape.x(CHART_SPAN / 2), shape.x(CHART_SPAN)]).toEqual([0, 60, 120]);
});

test('larger values stand higher, and equal ones in the middle', () => {
  const rising = chartShape(
    [
      { time: 100_000, value: 0 },
      { time: 101_000, value: 100 },
    ],
    frame,
  );
  expect(rising.y(100)).toBeLessThan(rising.y(0));
  expect(chartShape([{ time: 100_000, value: 7 }], frame).y(7)).toBe(25);
});

test('the line is broken where a reading failed, and where none came for long', () => {
  const points = [
    { time: 100_000, value: 1 },
    { time: 101_000, value: 2 },
    { time: 101_001, value: undefined },
    { time: 102_000, value: 3 },
    { time: 103_000, value: 4 },
    { time: 109_000, value: 5 },
    { time: 110_000, value: 6 },
  ];
  expect(chartShape(points, frame).path.match(/M/g)).toHaveLength(3);
});

test('a reading by itself is a point', () => {
  expect(chartShape([{ time: 60_000, value: 1 }], frame)).toMatchObject({ path: 'M60 25h0', area: '' });
});

test('noise of the last digit stays small', () => {
  const shape = chartShape(
    [
      { time: 100_000, value: 20 },
      { time: 101_000, value: 20.1 },
    ],
    frame,
  );
  expect(shape.high - shape.low).toBe(1);
});

test('the reference is always in sight', () => {
  const shape = chartShape([{ time: 100_000, value: 20 }], { ...frame, reference: 80 });
  expect(shape.reference).toBeGreaterThanOrEqual(0);
  expect(shape.high).toBeGreaterThan(80);
});

test('whatever the readings, nothing visible lies outside of the frame', () => {
  const reading = fc.record({
    time: fc.integer({ min: 1, max: CHART_SPAN }),
    value: fc.oneof(fc.constant(undefined), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  });
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 50 }), readings => {
      const points = [...readings].sort((a, b) => a.time - b.time);
      const shape = chartShape(points, frame);
      expect(shape.path + shape.area).not.toMatch(/NaN|Infinity/);
      for (const { value } of points) {
        if (value === undefined) continue;
        expect(shape.y(value)).toBeGreaterThanOrEqual(0);
        expect(shape.y(value)).toBeLessThanOrEqual(frame.height);
      }
    }),
  );
});
