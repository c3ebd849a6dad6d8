import { decodeHexUnchecked, writeHexUnchecked } from './js/hex-codec.js';
import { SCRATCH_AT } from './layout.js';
import { checkRange } from './range.js';
import { HEX_PIECE } from './text-layout.js';
import { type TextModule, textModule } from './wasm/text-module.js';

// From how many bytes (half as many as digits) on WebAssembly is the faster way, copies in and out included.
// `npm run bench -- --only hex` measures it, Node 20 on x86-64.
const CROSSOVER = 24;

/** Characters around the wanted ones that are copied with them: that costs less than a view on the wanted ones. */
const AROUND = 64;

/** Where digits stand while the module works on bytes at `SCRATCH_AT`; 64 bytes apart, since both run over their ends. */
const DIGITS_AT = SCRATCH_AT + HEX_PIECE + 64;

/**
 * The bytes that pairs of hexadecimal digits of either case stand for. Digits are characters, one per byte.
 *
 * @param start offset of the first digit, 0 by default.
 * @param end offset behind the last digit, the end of `digits` by default.
 * @returns a new array; `undefined` when a character is no digit, or their number is odd.
 * @throws {RangeError} when the stretch is not inside `digits`.
 * @example
 * import { decodeHex } from '@bus/codec';
 *
 * decodeHex(new TextEncoder().encode('01aF')); // Uint8Array [0x01, 0xAF]
 * decodeHex(new TextEncoder().encode('01x')); // undefined
 */
export function decodeHex(digits: Uint8Array, start = 0, end = digits.length): Uint8Array | undefined {
  checkRange(digits, start, end);
  const count = end - start;
  if (count % 2 !== 0) return undefined;
  const text = count < 2 * CROSSOVER ? undefined : textModule();
  return text ? decodeInWasm(text, digits, start, end) : decodeHexUnchecked(digits, start, end);
}

/**
 * The hexadecimal digits of bytes in upper case, two characters per byte.
 *
 * @param start offset of the first byte, 0 by default.
 * @param end offset behind the last byte, the end of `bytes` by default.
 * @returns a new array of characters.
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { encodeHex } from '@bus/codec';
 *
 * new TextDecoder().decode(encodeHex(Uint8Array.of(0x01, 0xaf))); // '01AF'
 */
export function encodeHex(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  checkRange(bytes, start, end);
  const count = end - start;
  const text = count < CROSSOVER || count > HEX_PIECE ? undefined : textModule();
  if (text) {
    encodePiece(text, bytes, start, end);
    return text.memory.slice(DIGITS_AT, DIGITS_AT + 2 * count);
  }
  const digits = new Uint8Array(2 * count);
  writeUnchecked(digits, 0, bytes, start, end);
  return digits;
}

/**
 * Writes the hexadecimal digits of bytes into a larger array, in upper case, two characters per byte.
 *
 * @param at where in `target` the first digit goes.
 * @returns the offset behind the last digit.
 * @throws {RangeError} when the stretch is not inside `bytes`, or its digits do not fit into `target`.
 * @example
 * import { writeHex } from '@bus/codec';
 *
 * const frame = new TextEncoder().encode(':00000000\r\n');
 * writeHex(frame, 1, Uint8Array.of(0x01, 0x83, 0x02, 0x7a)); // 9
 */
export function writeHex(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): number {
  checkRange(bytes, start, end);
  const behind = at + 2 * (end - start);
  checkRange(target, at, behind);
  writeUnchecked(target, at, bytes, start, end);
  return behind;
}

function writeUnchecked(target: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): void {
  const text = end - start < CROSSOVER ? undefined : textModule();
  if (text) encodeInWasm(text, target, at, bytes, start, end);
  else writeHexUnchecked(target, at, bytes, start, end);
}

function decodeInWasm(
  text: TextModule,
  digits: Uint8Array,
  start: number,
  end: number,
): Uint8Array | undefined {
  const { memory } = text;
  if (end - start <= 2 * HEX_PIECE) {
    const count = decodePiece(text, digits, start, end);
    return count < 0 ? undefined : memory.slice(SCRATCH_AT, SCRATCH_AT + count);
  }
  const bytes = new Uint8Array((end - start) >> 1);
  for (let from = start; from < end; from += 2 * HEX_PIECE) {
    const count = decodePiece(text, digits, from, Math.min(end, from + 2 * HEX_PIECE));
    if (count < 0) return undefined;
    bytes.set(memory.subarray(SCRATCH_AT, SCRATCH_AT + count), (from - start) >> 1);
  }
  return bytes;
}

/** Leaves the bytes at `SCRATCH_AT`. Returns how many, or -1 when a character is no digit. */
function decodePiece(
  { exports, memory }: TextModule,
  digits: Uint8Array,
  start: number,
  end: number,
): number {
  const count = end - start;
  const whole = digits.length <= Math.min(count + AROUND, 2 * HEX_PIECE);
  memory.set(whole ? digits : digits.subarray(start, end), DIGITS_AT);
  const good = exports.decodeHex(whole ? DIGITS_AT + start : DIGITS_AT, count, SCRATCH_AT);
  return good ? count >> 1 : -1;
}

function encodeInWasm(
  text: TextModule,
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  for (let from = start; from < end; from += HEX_PIECE) {
    const to = Math.min(end, from + HEX_PIECE);
    encodePiece(text, bytes, from, to);
    target.set(text.memory.subarray(DIGITS_AT, DIGITS_AT + 2 * (to - from)), at + 2 * (from - start));
  }
}

/** Leaves the digits of `bytes[start..end)` at `DIGITS_AT`. */
function encodePiece({ exports, memory }: TextModule, bytes: Uint8Array, start: number, end: number): void {
  const count = end - start;
  memory.set(count === bytes.length ? bytes : bytes.subarray(start, end), SCRATCH_AT);
  exports.encodeHex(SCRATCH_AT, count, DIGITS_AT);
}
