import { describe, expect, it } from 'vitest';
import { scanCapture } from '../src/capture/index.js';
import { dice, rtuRecording } from './support/rtu-recording.js';

const SIZE = 256 * 1024;

/** Which part of the true frames is found, and which part of what is found is true. */
function accuracy(share: number, vendor: number): { recall: number; precision: number } {
  const { bytes, frames } = rtuRecording(dice(20261121), SIZE, share, vendor);
  const truth = new Set(frames);
  const found = scanCapture(bytes).map(({ offset, length }) => `${offset}+${length}`);
  const right = found.filter(frame => truth.has(frame)).length;
  return { recall: right / frames.length, precision: right / found.length };
}

describe.each([
  { share: 0, vendor: 0, atLeast: 0.9999 },
  { share: 5, vendor: 0, atLeast: 0.9995 },
  { share: 50, vendor: 0, atLeast: 0.999 },
  { share: 0, vendor: 20, atLeast: 0.9995 },
  { share: 5, vendor: 20, atLeast: 0.999 },
  { share: 50, vendor: 20, atLeast: 0.997 },
])(
  'in a recording with $share % garbage and $vendor % functions that nobody knows',
  ({ share, vendor, atLeast }) => {
    it(`${100 * atLeast} % of the frames are found, and as many of those found are frames`, () => {
      const { recall, precision } = accuracy(share, vendor);
      expect(recall).toBeGreaterThanOrEqual(atLeast);
      expect(precision).toBeGreaterThanOrEqual(atLeast);
    });
  },
);

describe('in noise', () => {
  it('hardly a frame is found', () => {
    const roll = dice(7);
    const noise = Uint8Array.from({ length: SIZE }, () => roll(256));
    // A thousand stretches of it have a right checksum.
    expect(scanCapture(noise).length).toBeLessThan(5);
  });
});
