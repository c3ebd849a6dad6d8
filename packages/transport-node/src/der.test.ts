import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../test/certificates.js';
import { derContent, derElements } from './der.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('derElements', () => {
  it.each([
    ['an indefinite length', bytes(0x30, 0x80, 0, 0)],
    ['a length that could be shorter', bytes(0x04, 0x81, 1, 7)],
    ['a length with a leading zero', bytes(0x04, 0x82, 0, 0x80, ...new Uint8Array(0x80))],
    ['a length of more than four octets', bytes(0x04, 0x85, 0, 0, 0, 0, 1, 7)],
    ['a length that is cut off', bytes(0x04, 0x82, 1)],
    ['content that is cut off', bytes(0x04, 3, 1, 2)],
    ['a lone tag', bytes(0x04)],
    ['a tag number of 31 and above', bytes(0x1f, 0x20, 1, 7)],
    ['a rest', bytes(0x04, 1, 7, 0x04)],
  ])('refuses %s', (_, input) => {
    expect(derElements(input)).toBeUndefined();
  });

  it('reads back any row of elements', () => {
    const element = fc.record({
      tag: fc.integer({ min: 0, max: 255 }).filter(tag => (tag & 0x1f) !== 0x1f),
      content: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(new Uint8Array(1000))),
    });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), elements => {
        const input = new Uint8Array(Buffer.concat(elements.map(({ tag, content }) => der(tag, content))));
        expect(derElements(input)).toEqual(elements);
      }),
    );
  });

  it('never throws, and gives back only bytes of the input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), input => {
        const elements = derElements(input) ?? [];
        const total = elements.reduce((sum, { content }) => sum + content.length + 2, 0);
        expect(total).toBeLessThanOrEqual(input.length);
      }),
    );
  });
});

describe('derContent', () => {
  it('wants exactly one element with the tag', () => {
    const inner = der(0x04, [7]);
    const input = new Uint8Array(der(0x30, inner));
    expect(derContent(input, 0x30)).toEqual([{ tag: 0x04, content: bytes(7) }]);
    expect(derContent(der(0x31, inner), 0x30)).toBeUndefined();
    expect(derContent(Buffer.concat([der(0x30, inner), inner]), 0x30)).toBeUndefined();
    expect(derContent(bytes(), 0x30)).toBeUndefined();
  });
});
