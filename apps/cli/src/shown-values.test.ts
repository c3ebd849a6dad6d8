import { describe, expect, it } from 'vitest';
import { formatValues } from './format-values.js';
import { type Saying, shownAs } from './shown-values.js';

const registers = {
  address: 289,
  values: [772, 32_767, 32_768, 65_535],
  decimals: 0,
  type: 'uint16' as const,
};

describe('the values that a read prints', () => {
  it('on a terminal tell both readings of a register that may be negative', () => {
    expect(formatValues(shownAs({}, true)(registers))).toEqual([
      '289  772',
      '290  32767',
      '291  32768 (-32768)',
      '292  65535 (-1)',
    ]);
    const tenths = { address: 290, values: [6550.8], decimals: 1, type: 'uint16' as const };
    expect(formatValues(shownAs({}, true)(tenths))).toEqual(['6550.8 (-2.8)']);
  });

  it('are one each for programs', () => {
    expect(shownAs({}, false)(registers)).toBe(registers);
  });

  it.each<[Saying]>([
    [{ type: 'uint16' }],
    [{ signed: true }],
    [{ scale: '2' }],
    [{ offset: '1' }],
    [{ map: 'plant.yaml' }],
    [{ csv: true }],
  ])('are one each where %j says what they are', saying => {
    expect(shownAs(saying, true)(registers)).toBe(registers);
  });

  it('are left alone where they are no registers, and where there are none', () => {
    const bits = { values: [true, false], decimals: 0 };
    expect(shownAs({}, true)(bits)).toEqual(bits);
    const failed = { unit: 1, error: { message: 'no answer' } };
    expect(shownAs({}, true)(failed)).toBe(failed);
  });

  it('are hexadecimal when told, wherever they go', () => {
    for (const isTerminal of [true, false])
      expect(formatValues(shownAs({ hex: true }, isTerminal)(registers)).at(-1)).toBe('292  0xFFFF');
  });
});
