import { describe, expect, it } from 'vitest';
import { MAX_UNIT, rtuFraming } from '../src/index.js';
import { framesIn as framesOf } from './support/frames-in.js';
import { bytesOf, KNOWN, rtuVectors } from './vectors.js';

const framesIn = (chunks: readonly Uint8Array[]) => framesOf(rtuFraming, chunks);

const known = rtuVectors.filter(vector => vector.valid && KNOWN.has(vector.functionCode!));
const framed = known.filter(vector => vector.unit! <= MAX_UNIT);
const reserved = known.filter(vector => vector.unit! > MAX_UNIT);
const broken = rtuVectors.filter(vector => vector.error === 'crc' || vector.error === 'size');

describe('RTU framing', () => {
  it.each(framed)('finds $name in every chunking', vector => {
    const bytes = bytesOf(vector.hex);
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const chunks = [bytes.slice(0, cut), bytes.slice(cut)].filter(chunk => chunk.length > 0);
      expect(framesIn(chunks)).toEqual([vector.hex]);
    }
    expect(framesIn(Array.from(bytes, byte => Uint8Array.of(byte)))).toEqual([vector.hex]);
  });

  it('finds all of them back to back', () => {
    const stream = bytesOf(framed.map(vector => vector.hex).join(''));
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += 1000) chunks.push(stream.slice(at, at + 1000));
    expect(framesIn(chunks)).toEqual(framed.map(vector => vector.hex));
  });

  it.each(reserved)('passes over $name, whose address is reserved', vector => {
    expect(framesIn([bytesOf(vector.hex)])).toEqual([]);
  });

  it.each(broken)('does not find $name', vector => {
    expect(framesIn([bytesOf(vector.hex)])).not.toContain(vector.hex);
  });

  it('never takes a frame with one bit flipped for the same kind of frame with another content', () => {
    for (const vector of framed.filter(({ hex }) => hex.length <= 40)) {
      const bytes = bytesOf(vector.hex);
      for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
        const flipped = bytes.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(framesIn([flipped]).filter(frame => frame.length === vector.hex.length)).toEqual([]);
      }
    }
  });
});
