import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, frame, readRequest, readResponse } from '../modbus-like.fixture.js';
import { cuts, stream } from '../streams.fixture.js';
import { CaptureScanner } from './capture-scanner.js';
import type { Candidate, ChainFrame, Evidence } from './evidence.js';
import { createJsCandidateFinder } from './js/candidate-finder.js';

/** A protocol that knows functions 1 to 6 by sight, and learns which units there are. */
class SomeEvidence implements Evidence<string> {
  readonly gapCost = 4;
  private readonly units = new Set<number>();

  readings({ bytes, at, length, behind }: Candidate) {
    const [unit = 0, code = 0] = bytes.subarray(at, at + 2);
    if (unit > 247) return [];
    const seen = this.units.has(unit) ? 5 : 0;
    const zeroBehind = behind > 0 && bytes[at + length] === 0 ? 1 : 0;
    const score = (code > 0 && code < 7 ? 15 : 3) + seen - zeroBehind;
    const meaning = `${bytes.subarray(at, at + length).join(' ')} (${behind})`;
    return [{ score, meaning }];
  }

  follows(): number {
    return 4;
  }

  learn(_readings: unknown, { bytes, at }: Candidate): void {
    if (bytes[at + 1]! < 7) this.units.add(bytes[at]!);
  }
}

/** Everything that comes out, and that what is decided was always the beginning of it. */
function scanned(bytes: Uint8Array, sizes: readonly number[], peek: boolean): ChainFrame<string>[] {
  const scanner = new CaptureScanner(new SomeEvidence());
  const frames: ChainFrame<string>[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const chunk = bytes.slice(from, from + sizes[i % sizes.length]!);
    frames.push(...scanner.write(chunk));
    chunk.fill(0xee);
    from += chunk.length;
    expect(scanner.position).toBe(from);
    if (peek) expect(scanner.provisional).toBeInstanceOf(Array);
  }
  return [...frames, ...scanner.end()];
}

const long = fc.array(stream, { minLength: 1, maxLength: 12 }).map(parts => concat(...parts));

describe('the capture scanner', () => {
  it('gives the same frames for every way of cutting the stream, and whether or not one looks before the end', () => {
    fc.assert(
      fc.property(long, cuts, (bytes, sizes) => {
        const whole = scanned(bytes, [bytes.length || 1], false);
        expect(scanned(bytes, sizes, true)).toEqual(whole);
        expect(scanned(bytes, [1], false)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('gives frames that do not overlap, with the bytes that stand at their offsets', () => {
    fc.assert(
      fc.property(long, bytes => {
        let end = 0;
        for (const { offset, length, meaning } of scanned(bytes, [1000], false)) {
          expect(offset).toBeGreaterThanOrEqual(end);
          end = offset + length;
          expect(meaning).toContain(`${bytes.subarray(offset, end).join(' ')} (`);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('finds frames in the same places beyond every block and period', () => {
    const answer = readResponse(3, ...Array.from({ length: 120 }, (_, i) => i * 257));
    const question = readRequest(3, 289, 120);
    const exchange = concat(question, answer);
    const bytes = concat(...Array.from({ length: 600 }, () => exchange));
    expect(bytes.length).toBeGreaterThan(140_000);
    const frames = scanned(bytes, [5000], false);
    const expected = Array.from({ length: 600 }, (_, i) => [
      i * exchange.length,
      i * exchange.length + question.length,
    ]);
    expect(frames.map(({ offset }) => offset)).toEqual(expected.flat());
  });

  it('shows at once what may be a frame, and decides 256 bytes and the two behind it later', () => {
    const scanner = new CaptureScanner(new SomeEvidence());
    expect(scanner.write(readRequest(1, 0, 1))).toEqual([]);
    expect(scanner.provisional).toMatchObject([{ offset: 0, length: 8 }]);
    expect(scanner.provisional[0]!.meaning).toContain('(0)');
    expect(scanner.write(new Uint8Array(256).fill(0x55))).toEqual([]);
    expect(scanner.provisional[0]!.meaning).toContain('(2)');
    expect(scanner.write(Uint8Array.of(0x55))).toMatchObject([{ offset: 0, length: 8 }]);
    expect(scanner.provisional).toEqual([]);
    expect(scanner.end()).toEqual([]);
  });

  it('begins another stream behind the end of one', () => {
    const scanner = new CaptureScanner(new SomeEvidence());
    scanner.write(readRequest(1, 0, 1).subarray(0, 5));
    expect(scanner.end()).toEqual([]);
    expect(scanner.position).toBe(0);
    scanner.write(concat(Uint8Array.of(0x55), frame(1, 3, 2, 0, 5)));
    expect(scanner.end()).toMatchObject([{ offset: 1, length: 7 }]);
  });

  it('works with the finder that it is given', () => {
    fc.assert(
      fc.property(long, bytes => {
        const scanner = new CaptureScanner(new SomeEvidence(), createJsCandidateFinder());
        expect([...scanner.write(bytes), ...scanner.end()]).toEqual(scanned(bytes, [700], false));
      }),
      { numRuns: 30 },
    );
  });
});
