import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.js';
import { streamOf } from './streams.js';
import { makeTextTraffic, textFramings } from './text-traffic.js';
import { usualAscii, usualDcon } from './usual-text.js';

describe.each(textFramings)('traffic of $name', framing => {
  const usual = framing.name === 'ASCII' ? usualAscii : usualDcon;

  it('holds frames that the usual scanner finds, however the stream is cut', () => {
    const { bytes, frames } = makeTextTraffic(framing, seededRandom(3), 20_000, 0);
    expect(frames).toBeGreaterThan(100);
    for (const size of [1, 64, 4096]) expect(usual(streamOf(bytes, size))).toBe(frames);
  });

  it('is garbage for the share asked for', () => {
    const { bytes, frames } = makeTextTraffic(framing, seededRandom(3), 20_000, 0.5);
    const clean = makeTextTraffic(framing, seededRandom(3), 20_000, 0);
    expect(frames / bytes.length).toBeGreaterThan((0.4 * clean.frames) / clean.bytes.length);
    expect(frames / bytes.length).toBeLessThan((0.6 * clean.frames) / clean.bytes.length);
  });
});
