import { crc16 } from '@bus/codec';
import { createJsCandidateFinder } from '@bus/codec/capture';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type CaptureFrame, captureRtu, scanCapture } from '../src/capture/index.js';
import {
  rawCodec,
  readHoldingRegisters,
  registerCodec,
  rtuFraming,
  writeSingleRegister,
} from '../src/index.js';
import { FUNCTION_CASES } from './support/function-cases.js';
import { dice, rtuRecording } from './support/rtu-recording.js';

const concat = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap(part => [...part]));
const zeros = (count: number) => new Uint8Array(count);
const frame = (unit: number, ...pdu: number[]) => rtuFraming.wrap(unit, Uint8Array.from(pdu));
const reads = (unit: number, startAddress: number, quantity: number) =>
  rtuFraming.wrap(unit, readHoldingRegisters.encodeRequest({ startAddress, quantity }));
const tells = (unit: number, ...registers: number[]) =>
  rtuFraming.wrap(unit, readHoldingRegisters.encodeResponse({ registers }));
const sets = (unit: number, address: number, value: number) =>
  rtuFraming.wrap(unit, writeSingleRegister.encodeRequest({ address, value }));

const places = (frames: readonly CaptureFrame[]) => frames.map(({ offset, length }) => [offset, length]);
const sides = (frames: readonly CaptureFrame[]) => frames.map(({ side }) => side);
/** Bytes that are no frame and in which none ends. */
const junk = Uint8Array.of(0x55, 0xaa, 0x91, 0x13, 0x77);

/** Answers of two registers whose last byte is 00: their first eight bytes have a right checksum as well. */
function answersEndingInZero(): Uint8Array[] {
  const all = Array.from({ length: 4000 }, (_, value) => tells(1, 0x4120, value));
  return all.filter(answer => answer.at(-1) === 0);
}

describe('a recording of RTU traffic', () => {
  it.each(FUNCTION_CASES)('is read where the exchange is to $title', ({ codec, request, response }) => {
    const question = rtuFraming.wrap(9, codec.encodeRequest(request));
    const answer = rtuFraming.wrap(9, codec.encodeResponse(response));
    const frames = scanCapture(concat(junk, question, answer, junk));
    expect(places(frames)).toEqual([
      [5, question.length],
      [5 + question.length, answer.length],
    ]);
    expect(sides(frames)).toEqual(['request', 'response']);
    expect(frames[1]).toMatchObject({ answers: 5, unit: 9, functionCode: codec.code, provisional: false });
    expect(frames[0]!.answers).toBeUndefined();
    expect(frames.map(({ bytes }) => bytes)).toEqual([question, answer]);
  });

  it('holds refusals, which answer the request before them', () => {
    const frames = scanCapture(concat(reads(3, 0, 5), frame(3, 0x83, 2)));
    expect(frames).toMatchObject([
      { side: 'request', functionCode: 3, exceptionCode: undefined },
      { side: 'response', functionCode: 3, exceptionCode: 2, answers: 0 },
    ]);
  });

  it('pairs an answer with its request across what stands between them, but with no other request', () => {
    expect(scanCapture(concat(reads(1, 0, 2), junk, tells(1, 7, 8)))[1]).toMatchObject({ answers: 0 });
    const others = [
      concat(reads(1, 0, 3), tells(1, 7, 8)),
      concat(reads(2, 0, 2), tells(1, 7, 8)),
      concat(reads(1, 0, 2), reads(2, 0, 2), tells(1, 7, 8)),
      concat(reads(1, 0, 2), tells(1, 7, 8), tells(1, 7, 8)),
    ];
    for (const bytes of others) expect(scanCapture(bytes).at(-1)).toMatchObject({ side: 'response' });
    expect(others.map(bytes => scanCapture(bytes).at(-1)!.answers)).toEqual(Array(4).fill(undefined));
  });

  it('does not say who sent an echo that stands alone', () => {
    expect(sides(scanCapture(concat(junk, sets(1, 7, 500), junk)))).toEqual(['unknown']);
    expect(sides(scanCapture(concat(sets(1, 7, 500), sets(1, 7, 500))))).toEqual(['request', 'response']);
  });

  it('has no answers to requests for all units', () => {
    expect(sides(scanCapture(concat(sets(0, 7, 500), sets(0, 7, 500))))).toEqual(['request', 'request']);
    expect(scanCapture(concat(junk, frame(0, 0x83, 2)))).toEqual([]);
  });

  it('may use functions that nobody knows, between units that are known', () => {
    const question = frame(1, 68, 9, 9, 9);
    const answer = frame(1, 68, 1, 2, 3, 4, 5, 6);
    const frames = scanCapture(concat(junk, question, answer, junk));
    expect(frames).toMatchObject([
      { offset: 5, side: 'request', functionCode: 68 },
      { offset: 12, side: 'response', functionCode: 68, answers: 5 },
    ]);
    const alone = concat(junk, answer, junk);
    expect(scanCapture(alone)).toEqual([]);
    expect(places(scanCapture(concat(reads(1, 0, 1), alone)))).toEqual([
      [0, 8],
      [13, 10],
    ]);
  });

  it('speaks for itself where a function was made known', () => {
    const alone = concat(junk, frame(1, 99, 9, 9, 9), junk);
    expect(scanCapture(alone)).toEqual([]);
    registerCodec(rawCodec(99, 3));
    expect(scanCapture(alone)).toMatchObject([{ offset: 5, side: 'response', functionCode: 99 }]);
  });

  it('is empty without bytes, and where nothing is a frame', () => {
    expect(scanCapture(zeros(0))).toEqual([]);
    expect(scanCapture(concat(junk, zeros(10_000), junk))).toEqual([]);
  });
});

describe('what only looks like a frame', () => {
  it('is not made of a frame and the zeros behind it, whether its length is known or not', () => {
    const known = tells(1, 5);
    const strange = frame(1, 68, 9, 9, 9);
    for (const [answer, count] of [
      [known, 1],
      [known, 2],
      [known, 50],
      [strange, 2],
      [strange, 50],
      [strange, 300],
    ] as const) {
      const bytes = concat(reads(1, 0, 1), answer, zeros(count));
      const own = [
        [0, 8],
        [8, answer.length],
      ];
      expect(places(scanCapture(concat(bytes, junk)))).toEqual(own);
      if (count === 1) continue;
      expect(places(scanCapture(concat(bytes, reads(1, 0, 1))))).toEqual([...own, [bytes.length, 8]]);
    }
  });

  it('is not the first eight bytes of an answer of nine whose last byte is 00', () => {
    const answers = answersEndingInZero();
    expect(answers.length).toBeGreaterThan(10);
    for (const answer of answers) {
      const alone = scanCapture(concat(junk, answer, junk));
      const asked = scanCapture(concat(reads(1, 0, 2), answer, junk));
      const followed = scanCapture(concat(junk, answer, reads(1, 0, 2)));
      expect([alone.at(-1), asked.at(-1), followed[0]]).toMatchObject(Array(3).fill({ length: 9 }));
    }
  });

  it('is not a strange frame without its last byte 00, unless strays are common', () => {
    const all = Array.from({ length: 2000 }, (_, value) => frame(1, 68, 9, value >> 8, value & 255));
    const endingInZero = all.find(bytes => bytes.at(-1) === 0)!;
    const stray = concat(reads(1, 0, 1), zeros(1), junk);
    const ending = concat(endingInZero, junk);
    const lengthOf = (frames: readonly CaptureFrame[]) => frames.at(-1)!.length;
    expect(lengthOf(scanCapture(concat(reads(1, 0, 1), ending)))).toBe(endingInZero.length);
    const withStrays = concat(...Array.from({ length: 200 }, () => stray), ending);
    expect(lengthOf(scanCapture(withStrays))).toBe(endingInZero.length - 1);
  });

  it('is not made of FF and 00, because 255 is no address', () => {
    const pattern = Uint8Array.from({ length: 4000 }, (_, i) => [0xff, 0xff, 0, 0][i & 3]!);
    expect(scanCapture(pattern)).toEqual([]);
    expect(scanCapture(concat(pattern, reads(1, 0, 1), pattern))).toMatchObject([
      { offset: 4000, length: 8 },
    ]);
  });

  it('is not a frame of a unit above 247', () => {
    expect(scanCapture(concat(junk, reads(247, 0, 1), junk))).toHaveLength(1);
    expect(scanCapture(concat(junk, reads(248, 0, 1), junk))).toEqual([]);
  });

  it('is not an answer whose byte count is another, or a quantity that nobody may ask for', () => {
    expect(scanCapture(concat(junk, frame(1, 3, 4, 0, 1, 0, 2, 0, 3), junk))).toEqual([]);
    expect(scanCapture(concat(junk, frame(1, 3, 0, 0, 1, 0), junk))).toEqual([]);
  });
});

describe('a capture', () => {
  const recording = fc
    .record({
      seed: fc.integer({ min: 1 }),
      share: fc.constantFrom(0, 10, 50),
      vendor: fc.constantFrom(0, 30),
    })
    .map(({ seed, share, vendor }) => rtuRecording(dice(seed), 6000, share, vendor).bytes);

  it('gives the same frames for every way of cutting the stream', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(recording, sizes, (bytes, cuts) => {
        const capture = captureRtu();
        const frames: CaptureFrame[] = [];
        for (let from = 0, i = 0; from < bytes.length; i++) {
          const chunk = bytes.slice(from, from + cuts[i % cuts.length]!);
          frames.push(...capture.write(chunk));
          from += chunk.length;
          expect(capture.position).toBe(from);
          expect(capture.provisional.every(({ provisional }) => provisional)).toBe(true);
        }
        expect([...frames, ...capture.end()]).toEqual(scanCapture(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it('shows at once what is provisional, and pairs it', () => {
    const capture = captureRtu();
    expect(capture.write(concat(junk, reads(1, 0, 1)))).toEqual([]);
    expect(capture.provisional).toMatchObject([{ offset: 5, side: 'request', provisional: true }]);
    capture.write(tells(1, 7));
    expect(capture.provisional).toMatchObject([{ offset: 5 }, { offset: 13, answers: 5 }]);
    const decided = capture.write(zeros(270));
    expect(decided).toMatchObject([
      { offset: 5, provisional: false },
      { offset: 13, answers: 5, provisional: false },
    ]);
    expect(capture.provisional).toEqual([]);
  });

  it('pairs an answer with a request that was decided before', () => {
    const capture = captureRtu();
    expect(capture.write(concat(reads(1, 0, 1), new Uint8Array(270).fill(0x55)))).toHaveLength(1);
    capture.write(tells(1, 7));
    expect(capture.provisional).toMatchObject([{ answers: 0 }]);
    expect(capture.end()).toMatchObject([{ answers: 0 }]);
  });

  it('begins anew behind its end and knows nothing of the stream before', () => {
    const strange = concat(junk, frame(1, 68, 1, 2, 3), junk);
    const capture = captureRtu();
    capture.write(concat(reads(1, 0, 1), strange));
    expect(capture.end()).toHaveLength(2);
    expect(capture.position).toBe(0);
    expect(capture.write(strange)).toEqual([]);
    expect(capture.end()).toEqual([]);
    capture.write(tells(1, 7));
    expect(capture.end()).toMatchObject([{ offset: 0, answers: undefined }]);
  });

  it('does not depend on what the program has read before', async () => {
    const bytes = concat(reads(1, 0, 1), tells(1, 7));
    const scoresAfter = async (before: Uint8Array) => {
      vi.resetModules();
      const fresh = await import('../src/capture/index.js');
      fresh.scanCapture(before);
      return fresh.scanCapture(bytes).map(({ score }) => score);
    };
    expect(await scoresAfter(reads(1, 0, 100))).toEqual(await scoresAfter(zeros(0)));
  });

  it('gives frames that do not overlap where a hundred candidates end at one byte', () => {
    // Two bytes that leave the register as it is: each of them may begin every frame that ends behind them.
    const pair = Array.from({ length: 65536 }, (_, value) => Uint8Array.of(value & 255, value >> 8)).find(
      bytes => crc16(bytes) === 0xffff,
    )!;
    const round = concat(...Array<Uint8Array>(100).fill(pair), Uint8Array.of(0xff, 0xff));
    const bytes = concat(...Array<Uint8Array>(500).fill(round));
    let end = 0;
    for (const { offset, length } of scanCapture(bytes)) {
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + length;
    }
    expect(end).toBeLessThanOrEqual(bytes.length);
  });

  it('finds the same with a finder of plain JavaScript', () => {
    const { bytes } = rtuRecording(dice(31), 100_000, 20, 20);
    const capture = captureRtu(createJsCandidateFinder());
    expect([...capture.write(bytes), ...capture.end()]).toEqual(scanCapture(bytes));
  });
});
