// With y = x^32, y^15 = y + 1 modulo x^15 + x + 1: every 32-bit word of a message may be XORed onto the words 14 and 15
// places behind it, until only the last fifteen are left. docs/codec.md has the mathematics.

/** Bytes that one round folds: fifteen words. */
export const ROUND = 60;

/**
 * CRC of the bytes from `start` to `end`, whose number is a multiple of 60, and not 0.
 *
 * @param table those of slicing-by-8.
 * @param view on the bytes' array; `start` and `end` are offsets in it.
 * @param crc the register in front of the first byte.
 */
export function foldWords(
  table: Uint16Array,
  view: DataView,
  start: number,
  end: number,
  crc: number,
): number {
  let a0 = view.getInt32(start, true) ^ crc;
  let a1 = view.getInt32(start + 4, true);
  let a2 = view.getInt32(start + 8, true);
  let a3 = view.getInt32(start + 12, true);
  let a4 = view.getInt32(start + 16, true);
  let a5 = view.getInt32(start + 20, true);
  let a6 = view.getInt32(start + 24, true);
  let a7 = view.getInt32(start + 28, true);
  let a8 = view.getInt32(start + 32, true);
  let a9 = view.getInt32(start + 36, true);
  let a10 = view.getInt32(start + 40, true);
  let a11 = view.getInt32(start + 44, true);
  let a12 = view.getInt32(start + 48, true);
  let a13 = view.getInt32(start + 52, true);
  let a14 = view.getInt32(start + 56, true);
  let parity = a0 ^ a1 ^ a2 ^ a3 ^ a4 ^ a5 ^ a6 ^ a7 ^ a8 ^ a9 ^ a10 ^ a11 ^ a12 ^ a13 ^ a14;
  for (let at = start + ROUND; at < end; at += ROUND) {
    // The last word is always owed what stands 14 places before it: here it gets it, one round late.
    const owed = a14 ^ a0;
    const w0 = view.getInt32(at, true);
    a0 ^= a1 ^ w0;
    const w1 = view.getInt32(at + 4, true);
    a1 ^= a2 ^ w1;
    const w2 = view.getInt32(at + 8, true);
    a2 ^= a3 ^ w2;
    const w3 = view.getInt32(at + 12, true);
    a3 ^= a4 ^ w3;
    const w4 = view.getInt32(at + 16, true);
    a4 ^= a5 ^ w4;
    const w5 = view.getInt32(at + 20, true);
    a5 ^= a6 ^ w5;
    const w6 = view.getInt32(at + 24, true);
    a6 ^= a7 ^ w6;
    const w7 = view.getInt32(at + 28, true);
    a7 ^= a8 ^ w7;
    const w8 = view.getInt32(at + 32, true);
    a8 ^= a9 ^ w8;
    const w9 = view.getInt32(at + 36, true);
    a9 ^= a10 ^ w9;
    const w10 = view.getInt32(at + 40, true);
    a10 ^= a11 ^ w10;
    const w11 = view.getInt32(at + 44, true);
    a11 ^= a12 ^ w11;
    const w12 = view.getInt32(at + 48, true);
    a12 ^= a13 ^ w12;
    const w13 = view.getInt32(at + 52, true);
    a13 ^= owed ^ w13;
    const w14 = view.getInt32(at + 56, true);
    a14 = owed ^ w14;
    parity ^= w0 ^ w1 ^ w2 ^ w3 ^ w4 ^ w5 ^ w6 ^ w7 ^ w8 ^ w9 ^ w10 ^ w11 ^ w12 ^ w13 ^ w14;
  }
  let sum = words(table, 0, a0);
  sum = words(table, a1 ^ sum, a2);
  sum = words(table, a3 ^ sum, a4);
  sum = words(table, a5 ^ sum, a6);
  sum = words(table, a7 ^ sum, a8);
  sum = words(table, a9 ^ sum, a10);
  sum = words(table, a11 ^ sum, a12);
  sum = words(table, a13 ^ sum, a14);
  return odd(parity ^ sum) ? sum ^ 0xc001 : sum;
}

/** Register behind eight bytes; the register in front of them is in the first two. */
function words(table: Uint16Array, first: number, second: number): number {
  return (
    table[1792 + (first & 0xff)]! ^
    table[1536 + ((first >> 8) & 0xff)]! ^
    table[1280 + ((first >> 16) & 0xff)]! ^
    table[1024 + (first >>> 24)]! ^
    table[768 + (second & 0xff)]! ^
    table[512 + ((second >> 8) & 0xff)]! ^
    table[256 + ((second >> 16) & 0xff)]! ^
    table[second >>> 24]!
  );
}

/** Whether an odd number of its bits is set. */
function odd(value: number): boolean {
  const half = value ^ (value >>> 16);
  const quarter = half ^ (half >>> 8);
  const eighth = quarter ^ (quarter >>> 4);
  return ((0x6996 >> (eighth & 15)) & 1) === 1;
}
