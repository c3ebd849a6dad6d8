import { crc16 } from '@bus/codec/js';
import { describe, expect, it } from 'vitest';
import { accuracyOf, makeRecording } from './capture-traffic.js';
import { naiveJs, naiveWasm } from './naive-search.js';
import { randomBytes, seededRandom } from './random.js';

describe('a recording', () => {
  it.each([0, 0.05, 0.5])('names its sound frames, and %d of its bytes belong to none', garbage => {
    const { bytes, frames } = makeRecording(seededRandom(5), { size: 50_000, garbage, vendor: 0.2 });
    let inFrames = 0;
    let end = 0;
    for (const frame of frames) {
      const offset = Math.floor(frame / 512);
      const length = frame % 512;
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + length;
      expect(crc16(bytes, offset, end)).toBe(0);
      inFrames += length;
    }
    expect(1 - inFrames / bytes.length).toBeCloseTo(garbage, 1);
  });

  it('is judged by what was found of it', () => {
    expect(accuracyOf([1, 2, 3, 4], [2, 3, 9])).toEqual({ recall: 0.5, precision: 2 / 3 });
  });
});

describe('the naive search', () => {
  it('finds the same in both languages', async () => {
    const wasm = await naiveWasm();
    const js = naiveJs();
    for (const size of [0, 3, 5000]) {
      const bytes = randomBytes(seededRandom(3 + size), size);
      expect(wasm(bytes)).toBe(js(bytes));
    }
    expect(js(Uint8Array.of(1, 3, 2, 0, 5, 0x78, 0x47))).toBe(1);
    expect(wasm(Uint8Array.of(1, 3, 2, 0, 5, 0x78, 0x47))).toBe(1);
  });
});
