import { crc16Sliced } from './crc16-sliced.js';

// With y = x^32, y^15 = y + 1 modulo x^15 + x + 1: every 32-bit word of a message may be XORed onto the words 14 and 15
// places behind it, until only the last fifteen are left. docs/codec.md has the mathematics.

/** The longest message that can be folded at once, in bytes. */
export const FOLD_MOST = 4096;

/** Whether a word of memory begins with its lowest byte, as it must here. */
export const canFold = /* @__PURE__ */ new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Makes the function that gives the register behind a message of 60 to FOLD_MOST bytes when `crc` is the one in front of
 * it, and the memory that it works in.
 */
export function createFold(): (message: Uint8Array, crc: number) => number {
  const bytes = new Uint8Array(FOLD_MOST);
  // Constants of a function that is made once: only of those does an engine compile into the loop where they stand. There
  // is one for each word of a round, and all have one length: so one index serves, and is tested once in a round.
  const view = (word: number) => new Int32Array(bytes.buffer, 4 * word, FOLD_MOST / 4 - 14);
  const w0 = view(0);
  const w1 = view(1);
  const w2 = view(2);
  const w3 = view(3);
  const w4 = view(4);
  const w5 = view(5);
  const w6 = view(6);
  const w7 = view(7);
  const w8 = view(8);
  const w9 = view(9);
  const w10 = view(10);
  const w11 = view(11);
  const w12 = view(12);
  const w13 = view(13);
  const w14 = view(14);

  return (message, crc) => {
    // A copy takes less time than a view on the message, and much less than to read it through a DataView.
    bytes.set(message);
    const { length } = message;
    const last = (length - (length % 60)) / 4 - 15;
    let a0 = w0[0]! ^ crc;
    let a1 = w1[0]!;
    let a2 = w2[0]!;
    let a3 = w3[0]!;
    let a4 = w4[0]!;
    let a5 = w5[0]!;
    let a6 = w6[0]!;
    let a7 = w7[0]!;
    let a8 = w8[0]!;
    let a9 = w9[0]!;
    let a10 = w10[0]!;
    let a11 = w11[0]!;
    let a12 = w12[0]!;
    let a13 = w13[0]!;
    let a14 = w14[0]!;
    // A word that is moved becomes two, which changes the parity of all bits. This is the XOR of the words that were moved
    // and of those that would be next, the last one excepted.
    let moved = a0 ^ a1 ^ a2 ^ a3 ^ a4 ^ a5 ^ a6 ^ a7 ^ a8 ^ a9 ^ a10 ^ a11 ^ a12 ^ a13;
    for (let i = 15; i <= last; i += 15) {
      // The last word is always owed what stands 14 places before it: here it gets it, one round late.
      const owed = a14 ^ a0;
      a0 = a0 ^ a1 ^ w0[i]!;
      a1 = a1 ^ a2 ^ w1[i]!;
      a2 = a2 ^ a3 ^ w2[i]!;
      a3 = a3 ^ a4 ^ w3[i]!;
      a4 = a4 ^ a5 ^ w4[i]!;
      a5 = a5 ^ a6 ^ w5[i]!;
      a6 = a6 ^ a7 ^ w6[i]!;
      a7 = a7 ^ a8 ^ w7[i]!;
      a8 = a8 ^ a9 ^ w8[i]!;
      a9 = a9 ^ a10 ^ w9[i]!;
      a10 = a10 ^ a11 ^ w10[i]!;
      a11 = a11 ^ a12 ^ w11[i]!;
      a12 = a12 ^ a13 ^ w12[i]!;
      a13 = a13 ^ owed ^ w13[i]!;
      a14 = owed ^ w14[i]!;
      moved ^= owed ^ a0 ^ a1 ^ a2 ^ a3 ^ a4 ^ a5 ^ a6 ^ a7 ^ a8 ^ a9 ^ a10 ^ a11 ^ a12 ^ a13;
    }
    moved ^= a7 ^ a8 ^ a9 ^ a10 ^ a11 ^ a12 ^ a13;
    // The same once more in words of 16 bits: of the thirty that are left, the first fourteen are moved.
    a7 ^= a0 ^ (a0 << 16);
    a8 ^= a1 ^ (a1 << 16) ^ (a0 >>> 16);
    a9 ^= a2 ^ (a2 << 16) ^ (a1 >>> 16);
    a10 ^= a3 ^ (a3 << 16) ^ (a2 >>> 16);
    a11 ^= a4 ^ (a4 << 16) ^ (a3 >>> 16);
    a12 ^= a5 ^ (a5 << 16) ^ (a4 >>> 16);
    a13 ^= a6 ^ (a6 << 16) ^ (a5 >>> 16);
    a14 ^= a6 >>> 16;
    w7[last] = a7;
    w8[last] = a8;
    w9[last] = a9;
    w10[last] = a10;
    w11[last] = a11;
    w12[last] = a12;
    w13[last] = a13;
    w14[last] = a14;
    const sum = crc16Sliced(bytes, 4 * last + 28, length, 0);
    return isOdd(moved) ? sum ^ 0xc001 : sum;
  };
}

/** Whether an odd number of its bits is set. */
function isOdd(value: number): boolean {
  const half = value ^ (value >>> 16);
  const quarter = half ^ (half >>> 8);
  const eighth = quarter ^ (quarter >>> 4);
  return ((0x6996 >> (eighth & 15)) & 1) === 1;
}
