import { checkRange } from '../range.js';

/** Slicing-by-8: entry `256 * k + b` is what byte `b` does to the register when `k` further bytes follow it. */
let tables: Uint16Array | undefined;

function buildTables(): Uint16Array {
  const built = new Uint16Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
    built[byte] = crc;
  }
  for (let i = 256; i < built.length; i++) {
    const before = built[i - 256]!;
    built[i] = (before >> 8) ^ built[before & 0xff]!;
  }
  return built;
}

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
  tables ??= buildTables();
  const table = tables;
  let crc = 0xffff;
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
