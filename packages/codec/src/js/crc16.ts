import { checkRange } from '../range.js';
import { foldWords, ROUND } from './crc16-fold.js';
import { crc16Tables } from './crc16-tables.js';

/** From this length on the fold is faster than slicing-by-8, by measurement. */
const FOLD = 192;

/** A view on each array that was folded, because making one costs as much as summing a hundred bytes. */
const views = new WeakMap<ArrayBufferLike, DataView>();

/**
 * CRC-16/MODBUS of `bytes[start..end)` in plain JavaScript. A frame that includes its own CRC, low byte first, gives 0.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { crc16 } from '@bus/codec/js';
 *
 * crc16(Uint8Array.of(0x02, 0x07)); // 0x1241
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  checkRange(bytes, start, end);
  return crc16Unchecked(bytes, start, end);
}

/** {@link crc16} for callers that know that the stretch is inside `bytes`. */
export function crc16Unchecked(bytes: Uint8Array, start: number, end: number): number {
  return end - start < FOLD ? crc16Sliced(bytes, start, end, 0xffff) : crc16Folded(bytes, start, end);
}

/** The register behind the stretch when `crc` is the one in front of it, eight bytes at a time by tables. */
function crc16Sliced(bytes: Uint8Array, start: number, end: number, crc: number): number {
  const table = crc16Tables();
  let i = start;
  for (const lastEight = end - 8; i <= lastEight; i += 8) {
    crc =
      table[1792 + (bytes[i]! ^ (crc & 0xff))]! ^
      table[1536 + (bytes[i + 1]! ^ (crc >> 8))]! ^
      table[1280 + bytes[i + 2]!]! ^
      table[1024 + bytes[i + 3]!]! ^
      table[768 + bytes[i + 4]!]! ^
      table[512 + bytes[i + 5]!]! ^
      table[256 + bytes[i + 6]!]! ^
      table[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/**
 * CRC of the first six bytes of `bytes`: what most questions on a serial line are made of. No entry of the tables has to
 * wait for another, and the register's initial value changes the first two bytes only.
 */
export function crc16OfSix(bytes: Uint8Array): number {
  const table = crc16Tables();
  return (
    table[1280 + (bytes[0]! ^ 0xff)]! ^
    table[1024 + (bytes[1]! ^ 0xff)]! ^
    table[768 + bytes[2]!]! ^
    table[512 + bytes[3]!]! ^
    table[256 + bytes[4]!]! ^
    table[bytes[5]!]!
  );
}

/** {@link crc16Sliced} for at least 60 bytes: as many rounds of the fold as there are, and tables for the rest. */
function crc16Folded(bytes: Uint8Array, start: number, end: number): number {
  const rest = end - ((end - start) % ROUND);
  const { byteOffset } = bytes;
  const crc = foldWords(crc16Tables(), viewOn(bytes.buffer), byteOffset + start, byteOffset + rest, 0xffff);
  return crc16Sliced(bytes, rest, end, crc);
}

function viewOn(buffer: ArrayBufferLike): DataView {
  let view = views.get(buffer);
  if (!view) {
    view = new DataView(buffer);
    views.set(buffer, view);
  }
  return view;
}
