import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfToNumber, numberToHalf } from './half.js';

/** What a half means, by the definition. */
function meant(half: number): number {
  const bits = half.toString(2).padStart(16, '0');
  const exponent = Number.parseInt(bits.slice(1, 6), 2);
  const fraction = Number.parseInt(bits.slice(6), 2) / 1024;
  const sign = bits.startsWith('1') ? -1 : 1;
  if (exponent === 31) return fraction > 0 ? Number.NaN : sign / 0;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

const halves = Array.from({ length: 65_536 }, (_, half) => half);

/** Every finite half that is not negative, in order, and what would follow the largest one. */
const steps = [...halves.slice(0, 0x7c00).map(meant), 65_536];

/** The nearest half to a positive number, found by looking. */
function nearest(size: number): number {
  let low = 0;
  let high = steps.length - 1;
  if (size >= steps[high]!) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= size) low = middle;
    else high = middle;
  }
  // Both differences are exact, since the numbers are that close.
  const down = size - steps[low]!;
  const up = steps[high]! - size;
  if (down === up) return low % 2 === 0 ? low : high;
  return down < up ? low : high;
}

describe('half precision', () => {
  it('means what the definition says, for each of the 65,536 halves', () => {
    expect(halves.filter(half => !Object.is(halfToNumber(half), meant(half)))).toEqual([]);
  });

  it('comes back from every number that it is; a signalling NaN may come back as another NaN', () => {
    const quiet = halves.filter(half => !Number.isNaN(meant(half)) || (half & 0x0200) !== 0);
    expect(quiet.filter(half => numberToHalf(halfToNumber(half)) !== half)).toEqual([]);
    const signalling = halves.filter(half => Number.isNaN(meant(half)) && (half & 0x0200) === 0);
    expect(signalling.filter(half => !Number.isNaN(halfToNumber(half)))).toEqual([]);
    expect(signalling.filter(half => !Number.isNaN(meant(numberToHalf(halfToNumber(half)))))).toEqual([]);
  });

  it('rounds what lies between two halves to the one with an even last bit', () => {
    const wrong = steps.slice(1).filter((above, below) => {
      const middle = (steps[below]! + above) / 2;
      const even = below % 2 === 0 ? below : below + 1;
      return numberToHalf(middle) !== even || numberToHalf(-middle) !== (even | 0x8000);
    });
    expect(wrong).toEqual([]);
  });

  it('rounds every number to the nearest half', () => {
    const usual = fc.double({ min: -70_000, max: 70_000, noNaN: true });
    const tiny = fc.double({ min: -(2 ** -13), max: 2 ** -13, noNaN: true });
    const besideMiddle = fc
      .tuple(fc.nat({ max: 0x7bff }), fc.constantFrom(-1, 0, 1))
      .map(([half, side]) => ((steps[half]! + steps[half + 1]!) / 2) * (1 + side * 2 ** -52));
    fc.assert(
      fc.property(fc.oneof(usual, tiny, besideMiddle, fc.double({ noNaN: true })), number => {
        const sign = number < 0 || Object.is(number, -0) ? 0x8000 : 0;
        expect(numberToHalf(number)).toBe(sign | nearest(Math.abs(number)));
      }),
      { numRuns: 2000 },
    );
  });
});
