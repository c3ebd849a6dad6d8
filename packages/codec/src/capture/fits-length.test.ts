import { describe, expect, it } from 'vitest';
import type { LengthRule } from '../scanner.js';
import { fitsLength } from './fits-length.js';

/** Which lengths up to 20 a rule gives to the beginning of `bytes`. */
function lengths(rule: LengthRule, ...bytes: number[]): number[] {
  const padded = Uint8Array.from({ length: 23 }, (_, i) => bytes[i - 3] ?? 0);
  return Array.from({ length: 20 }, (_, i) => i + 1).filter(n => fitsLength(rule, padded, 3, n) === true);
}

describe('fitsLength', () => {
  it('knows a fixed length', () => {
    expect(lengths({ fixed: 8 }, 1, 3)).toEqual([8]);
  });

  it('adds a count of one byte or two', () => {
    expect(lengths({ fixed: 5, countAt: 2 }, 1, 3, 4)).toEqual([9]);
    expect(lengths({ fixed: 6, countAt: 2, countBytes: 2 }, 1, 24, 0, 4)).toEqual([10]);
    expect(lengths({ fixed: 6, countAt: 2, countBytes: 2 }, 1, 24, 1, 4)).toEqual([]);
  });

  it('refuses a count that is out of range or no multiple', () => {
    const rule: LengthRule = { fixed: 5, countAt: 2, countMin: 2, countMax: 8, countStep: 2 };
    expect([0, 1, 2, 3, 8, 10].map(count => lengths(rule, 1, 3, count))).toEqual([[], [], [7], [], [13], []]);
  });

  it('does not read a count behind the candidate', () => {
    expect(fitsLength({ fixed: 0, countAt: 4 }, Uint8Array.of(0, 0, 0, 0, 4), 0, 4)).toBe(false);
    expect(fitsLength({ fixed: 0, countAt: 3, countBytes: 2 }, Uint8Array.of(0, 0, 0, 0, 4), 0, 4)).toBe(
      false,
    );
  });

  it('walks over items that say their own lengths', () => {
    const rule: LengthRule = { fixed: 5, walk: { countAt: 2, from: 3, head: 2, lengthAt: 1 } };
    expect(lengths(rule, 9, 9, 0)).toEqual([5]);
    expect(lengths(rule, 9, 9, 2, 0, 1, 0x41, 1, 3)).toEqual([13]);
    expect(lengths(rule, 9, 9, 9)).toEqual([]);
    expect(fitsLength(rule, Uint8Array.of(9, 9), 0, 2)).toBe(false);
  });

  it('says when only an open end makes it fit', () => {
    const bytes = Uint8Array.of(1, 8, 0, 0, 0);
    expect(fitsLength({ fixed: 0, open: true }, bytes, 0, 5)).toBe('open');
    expect(fitsLength({ fixed: 5, open: true }, bytes, 0, 5)).toBe(true);
    expect(fitsLength({ fixed: 5, open: true }, bytes, 0, 4)).toBe('open');
  });

  it('follows the rule that a byte chooses', () => {
    const rule: LengthRule = { fixed: 4, when: { at: 1, equals: 14, otherwise: { fixed: 6 } } };
    expect(lengths(rule, 43, 14)).toEqual([4]);
    expect(lengths(rule, 43, 13)).toEqual([6]);
    expect(fitsLength(rule, Uint8Array.of(43), 0, 1)).toBe(false);
  });
});
