import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.js';

describe('a histogram of latencies', () => {
  it('has none without answers, and none after it was cleared', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.latencies).toBeUndefined();
    histogram.add(5);
    histogram.clear();
    expect(histogram.latencies).toBeUndefined();
  });

  it('says what so many per cent do not exceed', () => {
    const histogram = new LatencyHistogram();
    histogram.add(10, 90);
    histogram.add(200, 9);
    histogram.add(1000);
    const { p50, p90, p99, max } = histogram.latencies!;
    expect([p50, p90, p99].map(Math.round)).toEqual([10, 10, 200]);
    expect(max).toBe(1000);
  });

  it('is right to within one per cent and a twentieth of a millisecond', () => {
    const latency = fc.double({ min: 0.1, max: 100_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 200 }), all => {
        const histogram = new LatencyHistogram();
        for (const each of all) histogram.add(each);
        const sorted = all.toSorted((a, b) => a - b);
        const { p50, p90, p99, max } = histogram.latencies!;
        for (const [percent, found] of [
          [50, p50],
          [90, p90],
          [99, p99],
          [100, max],
        ] as const) {
          const exact = sorted[Math.ceil((percent / 100) * all.length) - 1]!;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.011 + 0.051);
        }
      }),
    );
  });
});
