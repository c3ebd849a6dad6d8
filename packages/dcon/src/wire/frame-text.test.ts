import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, frameOf, textOf, withoutChecksum } from './frame-text.js';

const body = fc
  .tuple(fc.constantFrom('!', '>', '?', '#', '$', '%', '@', '~'), fc.stringMatching(/^[0-9A-Z+. -]{0,60}$/))
  .map(([lead, rest]) => lead + rest);

describe('frames', () => {
  it.each([
    ['$012', 'B7'],
    ['!01400600', 'AC'],
    ['#05', '88'],
    ['>+3.5671', '9D'],
    ['>', '3E'],
  ])('the checksum of %s is %s', (text, checksum) => {
    expect(checksumOf(text)).toBe(checksum);
  });

  it('any text comes back, with a checksum and without', () => {
    fc.assert(
      fc.property(body, text => {
        expect(textOf(frameOf(text, false))).toEqual({ text, clean: true });
        expect(withoutChecksum(textOf(frameOf(text, true))!.text)).toBe(text);
      }),
    );
  });

  it('one changed character never passes for the same text', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, at, change) => {
        const frame = frameOf(text, true);
        const index = at % (frame.length - 1);
        frame[index] = frame[index]! ^ change;
        const read = textOf(frame.subarray(0, frame.length - 1));
        const checked = read && withoutChecksum(read.text);
        // A tail that begins with a lead of its own would need a right sum as well.
        expect(checked === text).toBe(false);
      }),
    );
  });

  it('noise in front is dropped, and text in front makes it unclean', () => {
    expect(textOf(Uint8Array.of(0, 0xff, 0x3e, 0x0d))).toEqual({ text: '>', clean: true });
    expect(textOf(Uint8Array.of(0x30, 0x3e, 0x0d))).toEqual({ text: '>', clean: false });
    expect(textOf(Uint8Array.of(0x0d))).toBeUndefined();
  });
});
