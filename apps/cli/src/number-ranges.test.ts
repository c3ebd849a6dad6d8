import { describe, expect, it } from 'vitest';
import { parseNumberRanges } from './number-ranges.js';

const units = (text: string) => parseNumberRanges(text, 'units', 1, 247);

describe('a list of numbers and ranges', () => {
  it('gives each number once, in order', () => {
    expect(units('32, 1-3,2')).toEqual([1, 2, 3, 32]);
    expect(units('247')).toEqual([247]);
  });

  it.each([
    ['', "'' is no range of units"],
    ['1-', "'1-' is no range of units"],
    ['3-1', "'3-1' is no range of units"],
    ['a', "'a' is no range of units"],
    ['0-3', 'units are from 1 to 247, which 0-3 is not'],
    ['1,248', 'units are from 1 to 247, which 248 is not'],
  ])("refuses '%s'", (text, message) => {
    expect(() => units(text)).toThrow(message);
  });
});
