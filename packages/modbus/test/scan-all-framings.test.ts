import { describe, expect, it } from 'vitest';
import { asciiFraming } from '../src/index.js';
import { type AnyFrameVector, isFrame, vectorsOf } from './support/frame-vectors.js';
import { chunkings, framesIn } from './support/frames-in.js';
import { FRAMINGS, framingOf } from './support/framings.js';
import { bytesOf } from './vectors.js';

const inner = ({ inner: found }: AnyFrameVector): string[] => (found === undefined ? [] : [found].flat());

/** Modbus TCP frames by the book, and where the stream can't be read on; independent of the scanner. */
function mbapFrames(hex: string): string[] {
  const bytes = bytesOf(hex);
  const frames: string[] = [];
  for (let at = 0; at + 6 <= bytes.length; ) {
    const length = bytes[at + 4]! * 256 + bytes[at + 5]!;
    if (bytes[at + 2] !== 0 || bytes[at + 3] !== 0 || length < 2 || length > 254) break;
    if (at + 6 + length > bytes.length) break;
    frames.push(hex.slice(2 * at, 2 * (at + 6 + length)));
    at += 6 + length;
  }
  return frames;
}

describe.each(FRAMINGS)('every vector in every chunking, %s', name => {
  const framing = framingOf(name);
  const all = vectorsOf(name);

  it.each(all)('$name: the same bytes give the same frames', vector => {
    const bytes = bytesOf(vector.hex);
    const whole = framesIn(framing, [bytes]);
    for (const chunks of chunkings(bytes)) expect(framesIn(framing, chunks)).toEqual(whole);
  });

  it.each(all.filter(vector => !isFrame(vector)))('$name: is no frame because of its $error', vector => {
    const found = framesIn(framing, [bytesOf(vector.hex)]);
    expect(found).not.toContain(vector.hex);
    for (const frame of inner(vector)) expect(found).toContain(frame);
  });
});

describe('what is found in ASCII and Modbus TCP streams', () => {
  it.each(vectorsOf('ascii'))('$name: is found, or what is sound in it', vector => {
    const expected = isFrame(vector) ? [vector.hex] : inner(vector);
    expect(framesIn(framingOf('ascii'), [bytesOf(vector.hex)])).toEqual(expected);
  });

  it.each(vectorsOf('tcp'))('$name: is found, or what is sound in it', vector => {
    const found = framesIn(framingOf('tcp'), [bytesOf(vector.hex)]);
    expect(found).toEqual(mbapFrames(vector.hex));
    if (isFrame(vector)) expect(found).toEqual([vector.hex]);
    else if (vector.inner) expect(found).toEqual(inner(vector));
  });

  it.each(vectorsOf('ascii').filter(vector => vector.strictOnly))(
    '$name: is accepted by a lenient receiver only',
    vector => {
      const bytes = bytesOf(vector.hex);
      const lenient = asciiFraming({ lenient: true, responseStart: '>' });
      for (const chunks of chunkings(bytes)) expect(framesIn(lenient, chunks)).toEqual([vector.hex]);
      expect(framesIn(framingOf('ascii'), [bytes])).toEqual([]);
    },
  );

  it.each(['ascii', 'tcp'] as const)('all %s vectors are found back to back', name => {
    const frames = vectorsOf(name).filter(vector => vector.valid);
    const stream = bytesOf(frames.map(vector => vector.hex).join(''));
    for (const size of [1, 7, 1000]) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += size) chunks.push(stream.slice(at, at + size));
      expect(framesIn(framingOf(name), chunks)).toEqual(frames.map(vector => vector.hex));
    }
  });
});
