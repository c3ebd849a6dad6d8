// With y = x^32, y^15 = y + 1 modulo x^15 + x + 1: every 32-bit word of a message may be XORed onto the words 14 and 15
// places behind it, until only the last fifteen are left. docs/codec.md has the mathematics.

/** So many bytes, and one more, are folded at once. */
export const FOLD_MOST = 8192;
/** Words of zeros in front of a message, which change nothing. */
const LEAD = 16;
/** Words of one round. */
const ROUND = 16;

/** Whether a word of memory begins with its lowest byte, as it must here. */
export const canFold = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

// Constants of the module: only so may an engine compile into the loop where they stand and how long they are, which makes
// it a third faster. V8 does as long as no ArrayBuffer of the process was ever detached.
const words = /* @__PURE__ */ new Int32Array(LEAD + FOLD_MOST / 4 + ROUND);
const bytes = /* @__PURE__ */ new Uint8Array(words.buffer);

/**
 * CRC of 2 bytes to one more than FOLD_MOST.
 *
 * @param table those of slicing-by-8.
 * @param crc the register in front of the first byte.
 */
export function foldBytes(table: Uint16Array, message: Uint8Array, crc: number): number {
  const end = LEAD + ROUND * Math.ceil(message.length / (4 * ROUND));
  const start = 4 * end - message.length;
  for (let i = 0; i < LEAD + ROUND; i++) words[i] = 0;
  // A copy costs a tenth of the work, and words of an array are read much faster than those of a DataView.
  bytes.set(message, start);
  bytes[start]! ^= crc;
  bytes[start + 1]! ^= crc >> 8;
  const parity = fold(end);
  // The last word must still have what stands 14 places before it.
  const last = words[end - 1]! ^ words[end - 15]!;
  let sum = sumOf(table, 0, words[end - 15]!);
  for (let i = end - 14; i < end - 2; i += 2) sum = sumOf(table, words[i]! ^ sum, words[i + 1]!);
  sum = sumOf(table, words[end - 2]! ^ sum, last);
  return isOdd(parity ^ sum) ? sum ^ 0xc001 : sum;
}

/** Folds the words from LEAD to `end`, each onto itself what stands 14 and 15 places before it. Returns their XOR. */
function fold(end: number): number {
  let parity = 0;
  /** What stands 15 places before the next word: this is what stood 14 places before the last one. */
  let far = 0;
  let near: number;
  let word: number;
  for (let i = LEAD; i < end; i += ROUND) {
    near = words[i - 14]!;
    word = words[i]!;
    parity ^= word;
    words[i] = word ^ near ^ far;
    far = near;
    near = words[i - 13]!;
    word = words[i + 1]!;
    parity ^= word;
    words[i + 1] = word ^ near ^ far;
    far = near;
    near = words[i - 12]!;
    word = words[i + 2]!;
    parity ^= word;
    words[i + 2] = word ^ near ^ far;
    far = near;
    near = words[i - 11]!;
    word = words[i + 3]!;
    parity ^= word;
    words[i + 3] = word ^ near ^ far;
    far = near;
    near = words[i - 10]!;
    word = words[i + 4]!;
    parity ^= word;
    words[i + 4] = word ^ near ^ far;
    far = near;
    near = words[i - 9]!;
    word = words[i + 5]!;
    parity ^= word;
    words[i + 5] = word ^ near ^ far;
    far = near;
    near = words[i - 8]!;
    word = words[i + 6]!;
    parity ^= word;
    words[i + 6] = word ^ near ^ far;
    far = near;
    near = words[i - 7]!;
    word = words[i + 7]!;
    parity ^= word;
    words[i + 7] = word ^ near ^ far;
    far = near;
    near = words[i - 6]!;
    word = words[i + 8]!;
    parity ^= word;
    words[i + 8] = word ^ near ^ far;
    far = near;
    near = words[i - 5]!;
    word = words[i + 9]!;
    parity ^= word;
    words[i + 9] = word ^ near ^ far;
    far = near;
    near = words[i - 4]!;
    word = words[i + 10]!;
    parity ^= word;
    words[i + 10] = word ^ near ^ far;
    far = near;
    near = words[i - 3]!;
    word = words[i + 11]!;
    parity ^= word;
    words[i + 11] = word ^ near ^ far;
    far = near;
    near = words[i - 2]!;
    word = words[i + 12]!;
    parity ^= word;
    words[i + 12] = word ^ near ^ far;
    far = near;
    near = words[i - 1]!;
    word = words[i + 13]!;
    parity ^= word;
    words[i + 13] = word ^ near ^ far;
    far = near;
    near = words[i]!;
    word = words[i + 14]!;
    parity ^= word;
    words[i + 14] = word ^ near ^ far;
    far = near;
    near = words[i + 1]!;
    word = words[i + 15]!;
    parity ^= word;
    words[i + 15] = word ^ near ^ far;
    far = near;
  }
  return parity;
}

/** Register behind eight bytes; the register in front of them is in the first two. */
function sumOf(table: Uint16Array, first: number, second: number): number {
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
function isOdd(value: number): boolean {
  const half = value ^ (value >>> 16);
  const quarter = half ^ (half >>> 8);
  const eighth = quarter ^ (quarter >>> 4);
  return ((0x6996 >> (eighth & 15)) & 1) === 1;
}
