/**
 * IEEE 754 binary16, "half precision": 11 significant bits, so three decimal digits and some.
 *
 *     sign(1)  exponent(5)  fraction(10)
 *     exponent 0       fraction × 2^-24
 *     exponent 1..30   (1024 + fraction) × 2^(exponent - 25)
 *     exponent 31      infinity; with a fraction NaN
 */
const INFINITY = 0x7c00;
const QUIET = 0x0200;

/** A double, whose bits are looked at. */
const double = new DataView(new ArrayBuffer(8));

/**
 * The number that a half stands for, exactly. The bits of a quiet NaN are kept as far as JavaScript does.
 *
 * @param half 0..65535.
 */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31 && fraction > 0) {
    double.setUint32(0, ((half & 0x8000) << 16) | 0x7ff00000 | (fraction << 10));
    double.setUint32(4, 0);
    return double.getFloat64(0);
  }
  if (exponent === 31) return sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * The half nearest to a number; of two that are as near the one whose last bit is 0. From 65520 on it is infinity.
 *
 * @returns 0..65535.
 */
export function numberToHalf(number: number): number {
  double.setFloat64(0, number);
  const high = double.getUint32(0);
  const sign = (high >>> 16) & 0x8000;
  if (Number.isNaN(number)) return sign | INFINITY | QUIET | ((high >>> 10) & 1023);
  const size = Math.abs(number);
  if (size >= 65_536) return sign | INFINITY;
  // Smaller ones have the exponent of the smallest normal half, and fewer digits.
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1023, -14);
  const steps = roundToEven(size * 2 ** (10 - exponent));
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return sign | (((exponent + 14) << 10) + steps);
}

function roundToEven(number: number): number {
  const below = Math.floor(number);
  const rest = number - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
