import type { Explanation } from '@bus/modbus';
import type { ExplainedAs } from '../explain.js';

/** Bits by which the likeliest must stand out from chance to be marked at all, and within which others come close. */
const ENOUGH = 3;
const CLOSE = 2;
/** How much more usual one order is than another, in bits. */
const ORDERS: Readonly<Record<string, number>> = { ABCD: 2, CDAB: 1.5, BADC: 0, DCBA: 0.5 };
/** Of a byte: printable at all, and a letter, digit or blank. */
const PRINTABLE = 1.4;
const WORD = 2;
const DECIMAL_DIGIT = Math.log2(10);

/**
 * Marks what was probably meant: the reading that is the least likely to come about by chance. Random registers rarely
 * make a number with few digits, of a usual size, or a text.
 */
export function rateExplanations(rows: readonly Explanation[]): ExplainedAs[] {
  const rated = rows.map(row => bitsOf(row) + (ORDERS[row.order] ?? 0));
  const best = Math.max(...rated);
  if (best < ENOUGH) return [...rows];
  const first = rated.indexOf(best);
  return rows.map((row, index) => {
    if (index === first) return { ...row, guess: 'best' };
    return best - rated[index]! <= CLOSE ? { ...row, guess: 'likely' } : row;
  });
}

/** Bits that it says that a value is what it is. */
function bitsOf({ type, value, text }: Explanation): number {
  if (type === 'string') return stringBits(String(value));
  if (type === 'float16') return floatBits(Number(value), text, HALF);
  if (type.startsWith('float')) return floatBits(Number(value), text, type === 'float32' ? SINGLE : DOUBLE);
  if (type.startsWith('bcd')) return bcdBits(String(value), Number(type.slice(3)));
  if (type.startsWith('uint'))
    return integerBits(BigInt(value as number | string), Number(type.slice(4)), 0.5);
  if (type.startsWith('int')) {
    const number = BigInt(value as number | string);
    // As a positive number it is the same unsigned, which is more usual.
    return integerBits(number < 0n ? -number : number, Number(type.slice(3)) - 1, 0);
  }
  return -1;
}

/** Zeros in front, of all bits that there are. */
function integerBits(magnitude: bigint, width: number, more: number): number {
  return width - magnitude.toString(2).length + more;
}

/** Decimal digits of a float, and bits that a usual size says. */
interface FloatForm {
  readonly digits: number;
  readonly usual: number;
}
/** Nearly all halves have a usual size, and few devices send any. */
const HALF: FloatForm = { digits: 3, usual: -1 };
/** One in eight has a usual size. */
const SINGLE: FloatForm = { digits: 7, usual: 3 };
const DOUBLE: FloatForm = { digits: 15, usual: 3 };

/** Few have few digits. */
function floatBits(value: number, text: string, { digits, usual }: FloatForm): number {
  if (value === 0) return Object.is(value, -0) ? usual : usual + 5;
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size < 1e-4 || size > 1e7) return -4;
  const used = text.replace(/^-?0*\.?0*|e.*$|\./g, '').length;
  return usual + DECIMAL_DIGIT * Math.max(0, digits - used);
}

/** Ten digits of sixteen; leading zeros say more. */
function bcdBits(text: string, width: number): number {
  const digits = width / 4;
  const used = text === '0' ? 1 : text.length;
  return digits * Math.log2(1.6) + (digits - used) * 1.5 - 2;
}

function stringBits(text: string): number {
  const characters = [...text];
  return characters.reduce((bits, one) => {
    if (/[A-Za-z0-9 ]/.test(one)) return bits + WORD;
    return bits + (/[ -~]/.test(one) ? PRINTABLE : -1);
  }, -2);
}
