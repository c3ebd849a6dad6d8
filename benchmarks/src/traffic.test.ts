import { crc16 } from '@bus/codec/js';
import { expect, test } from 'vitest';
import { seededRandom } from './random.js';
import { makeTraffic } from './traffic.js';

test('the same seed gives the same traffic', () => {
  expect(makeTraffic(seededRandom(1), 4096, 0.5)).toEqual(makeTraffic(seededRandom(1), 4096, 0.5));
});

test('clean traffic is frames one behind the other, so its checksum is that of a frame', () => {
  // The register is 0 behind a sound frame, so only the first frame starts from 0xFFFF: check the frames one by one.
  const { bytes, frames } = makeTraffic(seededRandom(7), 4096, 0);
  let at = 0;
  for (let frame = 0; frame < frames; frame++) {
    let end = at + 4;
    while (end <= bytes.length && crc16(bytes, at, end) !== 0) end++;
    expect(crc16(bytes, at, end)).toBe(0);
    at = end;
  }
  expect(at).toBe(bytes.length);
});

test.each([0.05, 0.5])('about %d of the bytes are garbage', share => {
  const random = seededRandom(3);
  const clean = makeTraffic(random, 100_000, 0);
  const dirty = makeTraffic(random, 100_000, share);
  const perFrame = clean.bytes.length / clean.frames;
  expect(1 - (dirty.frames * perFrame) / dirty.bytes.length).toBeCloseTo(share, 1);
});
